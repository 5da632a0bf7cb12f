package io.slipway.server.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts SQL into parts that a page colours. Only for looking: nothing depends on it being right. */
final class SqlHighlight {
    private static final Pattern PARTS = Pattern.compile(
            "(?<comment>--[^\n]*|/\\*(?s:.*?)\\*/)|(?<text>'(?:[^']|'')*'|\\$([A-Za-z_]*)\\$(?s:.*?)\\$\\3\\$)"
                    + "|(?<name>\"[^\"]*\"|`[^`]*`)|(?<number>\\b\\d+(?:\\.\\d+)?\\b)"
                    + "|(?<word>\\b(?i:add|after|all|alter|and|as|begin|before|between|by|cascade|case|check|column"
                    + "|comment|commit|concurrently|constraint|create|cross|default|delete|distinct|drop|each|else|end"
                    + "|exists|for|foreign|from|full|function|grant|group|having|if|in|index|inner|insert|into|is|join"
                    + "|key|language|left|like|limit|not|null|on|or|order|outer|primary|procedure|references|rename"
                    + "|replace|return|returning|returns|revoke|right|row|schema|select|sequence|set|table|then|to"
                    + "|trigger|type|union|unique|update|using|values|view|when|where|with)\\b)");

    private SqlHighlight() {}

    /** @param style CSS class; empty for plain text */
    record Part(String style, String text) {}

    static List<Part> of(String sql) {
        List<Part> parts = new ArrayList<>();
        Matcher matcher = PARTS.matcher(sql);
        int end = 0;
        while (matcher.find()) {
            if (matcher.start() > end) {
                parts.add(new Part("", sql.substring(end, matcher.start())));
            }
            parts.add(new Part(style(matcher), matcher.group()));
            end = matcher.end();
        }
        parts.add(new Part("", sql.substring(end)));
        return parts;
    }

    private static String style(Matcher matcher) {
        for (String style : new String[] {"comment", "text", "name", "number", "word"}) {
            if (matcher.group(style) != null) {
                return "sql-" + style;
            }
        }
        return "";
    }
}
