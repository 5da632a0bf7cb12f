package io.slipway.database.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A piece of SQL as PostgreSQL prints it: a token, or everything between two brackets. */
sealed interface SqlNode {

    /** A word, literal, operator or separator. */
    record Token(String text) implements SqlNode {}

    /** @param open {@code (} or {@code [} */
    record Group(String open, List<SqlNode> inside) implements SqlNode {}

    static SqlNode token(String text) {
        return new Token(text);
    }

    static SqlNode group(List<SqlNode> inside) {
        return new Group("(", inside);
    }

    default boolean is(String text) {
        return this instanceof Token token && token.text().equals(text);
    }

    default boolean isGroup() {
        return this instanceof Group group && group.open().equals("(");
    }

    /** The nodes in brackets, or nothing. */
    default List<SqlNode> children() {
        return this instanceof Group group ? group.inside() : List.of();
    }

    /** A name as printed, perhaps in quotes. */
    default boolean isName() {
        return this instanceof Token token && Reader.NAME.matcher(token.text()).matches();
    }

    static List<SqlNode> read(String sql) {
        return new Reader(sql).nodes();
    }

    /** Reads nodes; a bracket that is missing is taken to stand at the end. */
    final class Reader {
        private static final Pattern NAME = Pattern.compile("\"[^\"]*+(?:\"\"[^\"]*+)*+\"|[\\p{L}_][\\p{L}\\p{N}_$]*+");
        private static final Pattern TOKEN = Pattern.compile(
                "\\s++|" + NAME.pattern() + "|\\d[\\w.]*+|::|:=|[-+*/<>=~!@#%^&|`?]++|\\$\\d++|.", Pattern.DOTALL);
        private static final Pattern PREFIX = Pattern.compile("(?:[EeBbXx]|[Uu]&)?'");

        /** Printed names that need no quotes here; these three would otherwise be taken for literals. */
        private static final Pattern PLAIN = Pattern.compile("\"(?!(?:true|false|null)\")([a-z_][a-z0-9_$]*+)\"");

        private final String sql;
        private int at;

        private Reader(String sql) {
            this.sql = sql;
        }

        private List<SqlNode> nodes() {
            List<SqlNode> nodes = new ArrayList<>();
            Matcher token = TOKEN.matcher(sql);
            Matcher prefix = PREFIX.matcher(sql);
            while (at < sql.length()) {
                int start = at;
                if (prefix.region(at, sql.length()).lookingAt()) {
                    at = endOfLiteral(prefix.end(), Character.toLowerCase(sql.charAt(at)) == 'e');
                } else if (token.region(at, sql.length()).lookingAt()) {
                    at = token.end();
                } else {
                    throw new IllegalStateException("every character is a token");
                }
                String text = sql.substring(start, at);
                if (text.equals(")") || text.equals("]")) {
                    return nodes;
                }
                if (text.equals("(") || text.equals("[")) {
                    nodes.add(new Group(text, nodes()));
                } else if (!text.isBlank()) {
                    nodes.add(new Token(PLAIN.matcher(text).replaceFirst("$1")));
                }
            }
            return nodes;
        }

        /** By hand, because a regular expression would recurse for each character of a long literal. */
        private int endOfLiteral(int from, boolean escapes) {
            int i = from;
            while (i < sql.length()) {
                char c = sql.charAt(i++);
                if (c == '\\' && escapes) {
                    i++;
                } else if (c == '\'') {
                    if (i == sql.length() || sql.charAt(i) != '\'') {
                        return i;
                    }
                    i++;
                }
            }
            return sql.length();
        }
    }
}
