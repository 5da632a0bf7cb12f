package io.slipway.release.sql;

import java.util.regex.Pattern;

/**
 * Takes passwords out of statements, and out of what databases say of them, before they are shown or kept. Scripts should
 * have none ({@code password-in-script} tells), but a statement that has one must not carry it into histories, pages and
 * build logs.
 *
 * <p>By patterns and not by tokens, since a database quotes pieces of statements. Where it can't tell it takes too much.
 */
public final class SecretMask {
    private static final String GAP = "(?:\\s|/\\*(?s:.*?)\\*/|--[^\\n]*\\n)*+";
    /**
     * Loops that give nothing back need no stack, however long a text is. Of what quotes in quotes, as in a body that makes a
     * statement, the inner ones are doubled.
     */
    private static final String STRING = "(?:(?:[EeNn]|[Uu]&)?"
            + "(?:(?<quotes>'{2,})[^']+\\k<quotes>|'(?:[^'\\\\]|''|\\\\.)*+(?:'|$)|\"(?:[^\"\\\\]|\"\"|\\\\.)*+(?:\"|$))"
            + "|\\$(?<tag>\\w*)\\$(?s:.*?)(?:\\$\\k<tag>\\$|$))";

    private static final Pattern ASSIGNED =
            Pattern.compile("(?is)(?<before>\\b(?:PASSWORD|PASSWD|PASSPHRASE|SECRET)\\b" + "[\"`]?(?:\\s+FOR\\s+\\S+)?"
                    + GAP + "(?:=>|:=|=|\\()?" + GAP + "(?:PASSWORD" + GAP + "\\()?" + GAP + ")" + STRING);

    private static final Pattern IDENTIFIED =
            Pattern.compile("(?is)(?<before>\\bIDENTIFIED" + GAP + "(?:BY|(?:WITH|VIA)" + GAP + "\\S+" + GAP
                    + "(?:BY|AS|USING))" + GAP + "(?:PASSWORD" + GAP + "\\(?" + GAP + ")?)" + STRING);

    /** As in the words of a connection. */
    private static final Pattern WORD = Pattern.compile("(?i)(?<before>\\bpassword=)[^\\s'\";,()]+");

    private static final Pattern ADDRESS = Pattern.compile("(?<before>://[^\\s/@:'\"]*:)[^\\s/@'\"]+(?=@)");
    private static final Pattern ANY = Pattern.compile("(?i)passw|passphrase|secret|identified|://");

    private SecretMask() {}

    /** The same with {@code ***} in the place of each password. */
    public static String of(String text) {
        if (!ANY.matcher(text).find()) {
            return text;
        }
        String masked = IDENTIFIED.matcher(text).replaceAll("${before}'***'");
        masked = ASSIGNED.matcher(masked).replaceAll("${before}'***'");
        masked = WORD.matcher(masked).replaceAll("${before}***");
        return ADDRESS.matcher(masked).replaceAll("${before}***");
    }
}
