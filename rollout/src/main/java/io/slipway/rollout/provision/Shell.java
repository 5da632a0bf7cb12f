package io.slipway.rollout.provision;

import io.slipway.release.project.SecretReference;

/** Words of bash. */
public final class Shell {
    /** Ends a text that stands in a command; no line of ours is this. */
    private static final String END = "SLIPWAY_END";

    private Shell() {}

    /** A word, quoted where it must be. */
    public static String word(String text) {
        return text.matches("[A-Za-z0-9_./:@%+=,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /** What fetches a secret when the command runs; the secret itself stands nowhere. */
    public static String secret(SecretReference reference) {
        return switch (reference.source()) {
            case ENV -> "\"$" + reference.argument() + "\"";
            case FILE -> "\"$(cat " + word(reference.argument()) + ")\"";
            case COMMAND -> "\"$(" + reference.argument() + ")\"";
            case SECRET -> throw new IllegalArgumentException("only a server keeps " + reference);
        };
    }

    /** A command that is given a text on its standard input, byte for byte. */
    public static String given(String command, String text) {
        String whole = text.endsWith("\n") ? text : text + "\n";
        return command + " <<'" + END + "'\n" + whole + END;
    }
}
