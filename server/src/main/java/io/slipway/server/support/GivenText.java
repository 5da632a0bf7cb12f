package io.slipway.server.support;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;

/** What people typed, held to what it must be. Each complaint is {@code request-invalid}. */
public final class GivenText {
    private static final int LONGEST_LINK = 500;

    private GivenText() {}

    /** @param what it is called in the complaint that it is missing */
    public static String needed(String text, String what, int longest) {
        String needed = limited(text, longest);
        if (needed.isEmpty()) {
            throw invalid("The " + what + " is missing.");
        }
        return needed;
    }

    public static String limited(String text, int longest) {
        String stripped = text.strip();
        if (stripped.length() > longest) {
            throw invalid("That is longer than " + longest + " characters.");
        }
        return stripped;
    }

    /** A link to what helps; it may be empty. */
    public static String link(String text) {
        String link = limited(text, LONGEST_LINK);
        boolean fits = link.isEmpty() || link.startsWith("https://") || link.startsWith("/") && !link.startsWith("//");
        if (!fits || link.chars().anyMatch(c -> c <= ' ' || c == '\\')) {
            throw invalid("A link begins with https://, or with / for a page of this server.");
        }
        return link;
    }

    public static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }
}
