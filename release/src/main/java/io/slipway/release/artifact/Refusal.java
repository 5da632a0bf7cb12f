package io.slipway.release.artifact;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;

/** What is wrong with an artifact file, always with the file, the entry when one is meant, and a way out. */
final class Refusal {
    private static final String AGAIN =
            "Fetch the file again from where it was packaged, or package it again; an artifact is never repaired.";
    private static final String STRANGER =
            "Slipway never writes such a file. Find out where it came from before anybody uses it.";

    private Refusal() {}

    static SlipwayException missing(Path file, String what) {
        return SlipwayException.of(ErrorCode.ARTIFACT_MISSING, file + ": " + what, "Check the name.");
    }

    /** The file isn't what was written: cut off, changed, or not an artifact at all. */
    static SlipwayException damaged(Path file, String what) {
        return SlipwayException.of(ErrorCode.ARTIFACT_DAMAGED, file + ": " + what, AGAIN);
    }

    /** The file is sound, but made to do harm or to be read in two ways. */
    static SlipwayException hostile(Path file, String what) {
        return SlipwayException.of(ErrorCode.ARTIFACT_HOSTILE, file + ": " + what, STRANGER);
    }

    static SlipwayException newer(Path file, int version) {
        return SlipwayException.of(
                ErrorCode.ARTIFACT_NEWER_FORMAT,
                "%s has artifact format %d; this Slipway reads up to %d"
                        .formatted(file, version, Manifest.FORMAT_VERSION),
                "Use the Slipway that packaged it, or a newer one.");
    }

    static SlipwayException tooLarge(Path file, String what) {
        return SlipwayException.of(
                ErrorCode.ARTIFACT_TOO_LARGE,
                file + ": " + what,
                "Start anew from a baseline, or move bulk data out of the scripts.");
    }

    /** A name from a stranger's file, quoted and made fit to print. */
    static String printable(String name) {
        return "'" + readable(name) + "'";
    }

    /** Words from a stranger's file, without anything that a terminal would act on, and not too many. */
    static String readable(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(300).forEach(c -> {
            if (c < 0x20 || c > 0x7E) {
                out.append("\\u{%X}".formatted(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }
}
