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
        if (fileBytes >= 0xFFFF_FFFFL || entryBytes >= 0xFFFF_FFFFL || entries >= 0xFFFF) {
            throw new IllegalArgumentException("beyond what a zip without its 64-bit extension can tell");
        }
    }

    /** What a zip without its 64-bit extension can hold, and at most 8 GiB of text. */
    public static final Limits DEFAULT = new Limits((1L << 32) - 2, 1L << 31, 1L << 33, 65_534, 200, 64 << 20, 32);
}
