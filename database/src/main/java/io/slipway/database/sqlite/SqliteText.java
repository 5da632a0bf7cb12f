package io.slipway.database.sqlite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL as its author wrote it and SQLite keeps it. */
final class SqliteText {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<apart>\\s+|--[^\\n]*|/\\*.*?(?:\\*/|$))|'[^']*+(?:''[^']*+)*+'|\"[^\"]*+(?:\"\"[^\"]*+)*+\"|`[^`]*+(?:``[^`]*+)*+`|\\[[^\\]]*]"
                    + "|[\\p{L}\\p{N}_$]+|\\|\\||<>|<=|>=|==|!=|<<|>>|->>|->|.",
            Pattern.DOTALL);

    private SqliteText() {}

    /** Its tokens with one space between them; white space and comments go. */
    static String normalised(String sql) {
        Matcher token = TOKEN.matcher(sql);
        StringBuilder out = new StringBuilder();
        while (token.find()) {
            if (token.group("apart") == null) {
                out.append(out.isEmpty() ? "" : " ").append(token.group());
            }
        }
        return out.toString();
    }
}
