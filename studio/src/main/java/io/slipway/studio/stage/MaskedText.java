package io.slipway.studio.stage;

import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Masks secrets in text that comes in pieces. The end of a piece that may be the beginning of a secret is held back until
 * more comes; a beginning that was too short for that is remembered, and what follows it is masked.
 */
final class MaskedText {
    /** So few letters tell nothing, and a prompt that ends in one must not wait for the next command. */
    private static final int TELLS_NOTHING = 3;
    /** More than this of a secret, with all that stands between its letters, comes in one piece. */
    private static final int LONGEST = 4_096;
    /** So much of what was shown is remembered: a few letters and what stands between them. */
    private static final int REMEMBERED = 256;

    private final List<Pattern> secrets;
    private final Pattern any;
    private String shown = "";
    private String held = "";

    /** @param secrets the longest first */
    MaskedText(List<Pattern> secrets) {
        this.secrets = secrets;
        this.any = Pattern.compile(secrets.stream().map(Pattern::pattern).collect(Collectors.joining("|")));
    }

    String next(String piece) {
        String all = shown + held + piece;
        int from = shown.length();
        int until = Math.max(from, all.length() - beginning(all));
        BitSet secret = found(all);
        StringBuilder masked = new StringBuilder();
        for (int i = from; i < until; i++) {
            if (!secret.get(i)) {
                masked.append(all.charAt(i));
            } else if (i == from || !secret.get(i - 1)) {
                masked.append(Masks.MASK);
            }
        }
        shown = all.substring(Math.max(0, until - REMEMBERED), until);
        held = all.substring(until);
        return masked.toString();
    }

    private BitSet found(String text) {
        BitSet found = new BitSet();
        for (Pattern secret : secrets) {
            Matcher matcher = secret.matcher(text);
            while (matcher.find()) {
                found.set(matcher.start(), matcher.end());
            }
        }
        return found;
    }

    /** How many characters at the end of a text are the beginning of a secret. */
    private int beginning(String text) {
        Matcher matcher = any.matcher(text);
        for (int from = Math.max(0, text.length() - LONGEST); from < text.length(); from++) {
            matcher.region(from, text.length());
            // one that is there may begin a longer one, which was looked for first
            matcher.lookingAt();
            if (matcher.hitEnd() && tells(text.substring(from))) {
                return text.length() - from;
            }
        }
        return 0;
    }

    private static boolean tells(String beginning) {
        return Masks.UNSEEN_ONE.matcher(beginning).replaceAll("").length() > TELLS_NOTHING;
    }
}
