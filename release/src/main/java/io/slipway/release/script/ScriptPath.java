package io.slipway.release.script;

import java.util.Optional;

/** What a script's path, from the scripts folder on, must be so that it means the same on every machine. */
public final class ScriptPath {
    /** In characters; an id is held to it as well. */
    public static final int LONGEST = 2_000;

    /** What a file name's bytes become when they are no text in the machine's encoding. */
    private static final char UNREADABLE = '\uFFFD';

    private ScriptPath() {}

    /** What is wrong with a path, as the end of a sentence about it; empty when nothing is. */
    public static Optional<String> problem(String path) {
        String framed = "/" + path + "/";
        if (path.isBlank() || framed.contains("//") || framed.contains("/./") || framed.contains("/../")) {
            return Optional.of("does not lead to a place inside the folder");
        }
        if (path.length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        if (hasControl(path)) {
            return Optional.of("has a control character, such as a line end, in it");
        }
        if (path.indexOf('\\') >= 0 || path.indexOf(':') == 1) {
            return Optional.of("would be another path on Windows");
        }
        if (path.indexOf(UNREADABLE) >= 0) {
            return Optional.of("is no text in this machine's encoding");
        }
        return Optional.empty();
    }

    public static boolean hasControl(String text) {
        return text.chars().anyMatch(Character::isISOControl);
    }
}
