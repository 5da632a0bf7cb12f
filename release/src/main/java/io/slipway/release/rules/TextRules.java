package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.ALL;
import static io.slipway.release.rules.Severity.WARN;

import io.slipway.release.rules.Rule.LooksAt;
import io.slipway.release.rules.Rule.Topic;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is seen in the text of a script, its comments included. */
final class TextRules {
    /** Characters that show text in another order than it is read in: U+202A … U+202E, U+2066 … U+2069. */
    private static final String HIDDEN = "\u202A\u202B\u202C\u202D\u202E\u2066\u2067\u2068\u2069";

    /** A private key in PEM, a key of Amazon's, a token of GitHub's, of GitLab's or of Slack's. */
    private static final Pattern SECRET = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY-----"
            + "|\\b(AKIA|ASIA)[0-9A-Z]{16}\\b"
            + "|\\bgh[pousr]_[0-9A-Za-z]{36}\\b"
            + "|\\bglpat-[0-9A-Za-z_-]{20}\\b"
            + "|\\bxox[abprs]-[0-9A-Za-z-]{10,}");

    private TextRules() {}

    /**
     * @param marks texts of which one is in whatever the pattern finds: they are looked for first, and faster
     * @param message what is wrong where the pattern is found
     */
    record TextRule(Rule rule, List<String> marks, Pattern pattern, String message) {

        /** The first place in the text, or -1. */
        int find(String text) {
            for (String mark : marks) {
                if (text.contains(mark)) {
                    Matcher matcher = pattern.matcher(text);
                    return matcher.find() ? matcher.start() : -1;
                }
            }
            return -1;
        }
    }

    static List<TextRule> all() {
        return List.of(
                new TextRule(
                        new Rule("hidden-order", Topic.SECURITY, WARN, ALL, LooksAt.TEXT),
                        HIDDEN.codePoints().mapToObj(Character::toString).toList(),
                        Pattern.compile("[" + HIDDEN + "]"),
                        "A character here shows the text in another order than the database reads it."),
                new TextRule(
                        new Rule("secret-in-text", Topic.SECURITY, WARN, ALL, LooksAt.TEXT),
                        List.of("PRIVATE KEY-----", "AKIA", "ASIA", "gh", "glpat-", "xox"),
                        SECRET,
                        "This looks like a key or token that opens something."));
    }
}
