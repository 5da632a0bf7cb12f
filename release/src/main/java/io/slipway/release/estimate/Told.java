package io.slipway.release.estimate;

import java.util.Locale;

/** How times, numbers and sizes are told to people. */
public final class Told {
    /**
     * In milliseconds. What is expected to take less is told as that and no more: it is over before somebody who waits
     * would notice, and what it takes depends on the moment more than on the table.
     */
    public static final long NOTICED_MILLIS = 100;

    private static final long SECOND = 1_000;
    private static final long MINUTES_FROM = 120;
    private static final double KILO = 1_000;
    private static final double BINARY = 1_024;

    private Told() {}

    /** Of a time that was not measured but is expected: such as {@code under 0.1 s}, {@code 340 ms} or {@code 12 s}. */
    public static String expected(long millis) {
        return millis < NOTICED_MILLIS ? "under 0.1 s" : taken(millis);
    }

    /** Such as {@code 4 ms}, {@code 340 ms}, {@code 12 s} or {@code 7 min}. */
    public static String taken(long millis) {
        if (millis < SECOND) {
            return millis + " ms";
        }
        double seconds = millis / KILO;
        return seconds < 10
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : seconds < MINUTES_FROM ? Math.round(seconds) + " s" : Math.round(seconds / 60) + " min";
    }

    /** Such as {@code 1 row} or {@code 30 thousand rows}. */
    public static String counted(long number, String what) {
        return number(number) + " " + what + (number == 1 ? "" : "s");
    }

    private static String number(long number) {
        return number < 10_000
                ? Long.toString(number)
                : number < 1_000_000
                        ? Math.round(number / KILO) + " thousand"
                        : String.format(Locale.ROOT, "%.1f million", number / KILO / KILO);
    }

    /** Such as {@code 1.1 MB}. */
    public static String bytes(long bytes) {
        double size = bytes / BINARY;
        String unit = "kB";
        if (size >= BINARY) {
            size /= BINARY;
            unit = "MB";
        }
        if (size >= BINARY) {
            size /= BINARY;
            unit = "GB";
        }
        return (size < 10 ? String.format(Locale.ROOT, "%.1f", size) : Long.toString(Math.round(size))) + " " + unit;
    }
}
