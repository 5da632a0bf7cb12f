package io.slipway.studio.footage;

import java.util.Locale;

/** Times of a recording as people read them. */
final class Minutes {
    private Minutes() {}

    /** Such as {@code 1:02:03} or {@code 2:03}. */
    static String of(double seconds) {
        long whole = (long) Math.floor(seconds);
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    }

    /** Such as {@code 2:03.4}. */
    static String tenths(double seconds) {
        long tenths = Math.round(seconds * 10);
        return of(Math.floor(tenths / 10.0)) + "." + tenths % 10;
    }
}
