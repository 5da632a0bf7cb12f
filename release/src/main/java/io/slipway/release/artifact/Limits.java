package io.slipway.release.artifact;

/**
 * How much of a stranger's file is believed before it is refused. A writer keeps to the same limits, so that what it
 * wrote can be read.
 *
 * @param fileBytes size of the file
 * @param entryBytes size of one entry's content
 * @param totalBytes size of all contents
 * @param entries how many entries
 * @param ratio content size over packed size of any entry
 * @param jsonBytes size of one JSON entry; only these are ever held in memory
 * @param jsonDepth how deep JSON may nest
 */
public record Limits(
        long fileBytes, long entryBytes, long totalBytes, int entries, int ratio, int jsonBytes, int jsonDepth) {

    public Limits {
        if (fileBytes >= 0xFFFF_FFFFL || entryBytes >= 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("beyond the sizes that a zip without its 64-bit extension can tell");
        }
    }

    /** Sizes that a zip without its 64-bit extension can tell, 8 GiB of text, and 100,000 scripts with rollbacks. */
    public static final Limits DEFAULT = new Limits((1L << 32) - 2, 1L << 31, 1L << 33, 250_000, 200, 256 << 20, 32);
}
