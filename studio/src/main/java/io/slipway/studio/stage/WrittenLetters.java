package io.slipway.studio.stage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How single letters are written where others have a meaning: in JSON, HTML, addresses, SQL and shells. */
final class WrittenLetters {
    /** Shells and addresses write a space in their own way. */
    static final String SPACE = "(?:\\\\{0,3}\\s|\\\\{1,2}[nrt]|\\+|%(?:20|0[9aAdD]))";
    /** A page makes one of several spaces. */
    static final String SPACES = SPACE + "+";

    private static final Map<Integer, List<String>> NAMED = Map.of(
            (int) '&', List.of("&amp;"),
            (int) '<', List.of("&lt;"),
            (int) '>', List.of("&gt;"),
            (int) '"', List.of("&quot;", "\"\""),
            // doubled in SQL; a shell ends its quotes, writes one, and begins them again
            (int) '\'', List.of("&apos;", "'\\\\''", "'\"'\"'", "''"));

    private WrittenLetters() {}

    /** A regular expression for each letter of a text; one for all spaces that stand together. */
    static List<String> of(String text) {
        List<String> letters = new ArrayList<>();
        boolean space = false;
        for (int letter : text.codePoints().toArray()) {
            if (!Character.isWhitespace(letter)) {
                // one that controls a terminal is passed over there like others that stand between
                letters.add(written(letter) + (Character.isISOControl(letter) ? "?" : ""));
            } else if (!space) {
                letters.add(SPACES);
            }
            space = Character.isWhitespace(letter);
        }
        return List.copyOf(letters);
    }

    private static String written(int letter) {
        if (isPlain(letter)) {
            return itself(letter);
        }
        List<String> ways = new ArrayList<>(NAMED.getOrDefault(letter, List.of()));
        byte[] bytes = Character.toString(letter).getBytes(StandardCharsets.UTF_8);
        StringBuilder address = new StringBuilder();
        StringBuilder single = new StringBuilder();
        for (byte each : bytes) {
            address.append('%').append(anyCase(String.format("%02x", each & 0xff)));
            single.append(itself(each & 0xff));
        }
        ways.add(address.toString());
        StringBuilder json = new StringBuilder();
        Character.toString(letter)
                .chars()
                .forEach(unit -> json.append("\\\\{1,2}u").append(anyCase(String.format("%04x", unit))));
        ways.add(json.toString());
        ways.add("&#0*" + letter + ";");
        ways.add("&#[xX]0*" + anyCase(Integer.toHexString(letter)) + ";");
        // a terminal passes bytes on, each as a character of its own
        ways.add(single.toString());
        ways.add("\\\\{0,3}" + itself(letter));
        return "(?:" + String.join("|", ways) + ")";
    }

    /** A regular expression that stands for nothing but this letter. */
    private static String itself(int letter) {
        if (isPlain(letter)) {
            return Character.toString(letter);
        }
        StringBuilder units = new StringBuilder();
        Character.toString(letter).chars().forEach(unit -> units.append(String.format("\\u%04x", unit)));
        return units.toString();
    }

    private static boolean isPlain(int letter) {
        return letter < 128 && Character.isLetterOrDigit(letter);
    }

    /** Digits of a hexadecimal number, with small letters or large. */
    static String anyCase(String hex) {
        StringBuilder any = new StringBuilder();
        hex.chars()
                .forEach(c -> any.append(
                        Character.isDigit(c)
                                ? Character.toString(c)
                                : "[" + Character.toString(c) + Character.toString(Character.toUpperCase(c)) + "]"));
        return any.toString();
    }
}
