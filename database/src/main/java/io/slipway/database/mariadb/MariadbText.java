package io.slipway.database.mariadb;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL as MariaDB keeps it. */
final class MariadbText {
    private static final String APART = "'[^'\\\\]*+(?:(?:''|\\\\.)[^'\\\\]*+)*+'"
            + "|\"[^\"\\\\]*+(?:(?:\"\"|\\\\.)[^\"\\\\]*+)*+\"|/\\*.*?\\*/|--\\s[^\\n]*+|#[^\\n]*+";

    private MariadbText() {}

    /** Without the schema's own name before the names of its objects; strings and comments stay as they are. */
    static String withoutSchema(String sql, String schema) {
        if (schema.isEmpty()) {
            return sql;
        }
        String quoted = Pattern.quote("`" + schema.replace("`", "``") + "`");
        String plain = schema.matches("[\\w$]+") ? "|(?<![\\w$.`@])" + Pattern.quote(schema) : "";
        Pattern names = Pattern.compile(
                APART + "|(?<own>(?:(?<![.])" + quoted + plain + ")\\s*\\.\\s*(?=[`\\w$]))|`[^`]*+(?:``[^`]*+)*+`",
                Pattern.DOTALL);
        Matcher matcher = names.matcher(sql);
        StringBuilder out = new StringBuilder();
        while (matcher.find()) {
            matcher.appendReplacement(
                    out, matcher.group("own") != null ? "" : Matcher.quoteReplacement(matcher.group()));
        }
        return matcher.appendTail(out).toString();
    }
}
