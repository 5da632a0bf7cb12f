package io.slipway.server.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a script is found by: any part of its path that begins where a word does. */
final class ScriptWords {
    private static final Pattern WORD =
            Pattern.compile("(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}]|(?<=\\p{L})\\p{N}|(?<=\\p{N})\\p{L}");
    private static final int MOST = 16;
    private static final int LONGEST = 120;

    private ScriptWords() {}

    /** The path from each of its words on. */
    static Set<String> of(String path) {
        String whole = path.toLowerCase(Locale.ROOT);
        Set<String> words = new LinkedHashSet<>();
        Matcher word = WORD.matcher(whole);
        while (word.find() && words.size() < MOST) {
            words.add(whole.substring(word.start(), Math.min(whole.length(), word.start() + LONGEST)));
        }
        return words;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What comes after all that begins with a text: no byte of UTF-8 is the highest there is. */
    static byte[] after(String text) {
        byte[] bytes = bytes(text);
        byte[] next = Arrays.copyOf(bytes, bytes.length);
        next[next.length - 1]++;
        return next;
    }
}
