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
        private static final Pattern NAME = Pattern.compile("\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*");
        private static final Pattern TOKEN = Pattern.compile(
                "\\s+|(?:[EeBbXx]|[Uu]&)?'(?:[^']|'')*'|" + NAME.pattern()
                        + "|\\d[\\w.]*|::|:=|[-+*/<>=~!@#%^&|`?]+|\\$\\d+|.",
                Pattern.DOTALL);

        /** Printed names that need no quotes here; these three would otherwise be taken for literals. */
        private static final Pattern PLAIN = Pattern.compile("\"(?!(?:true|false|null)\")([a-z_][a-z0-9_$]*)\"");

        private static final Pattern ESCAPED = Pattern.compile("[Ee]'(?:[^'\\\\]|''|\\\\.)*'", Pattern.DOTALL);

        private final String sql;
        private int at;

        private Reader(String sql) {
            this.sql = sql;
        }

        private List<SqlNode> nodes() {
            List<SqlNode> nodes = new ArrayList<>();
            Matcher matcher = TOKEN.matcher(sql);
            Matcher escaped = ESCAPED.matcher(sql);
            while (at < sql.length()) {
                Matcher found = escaped.region(at, sql.length()).lookingAt() ? escaped : matcher;
                if (found == matcher && !matcher.region(at, sql.length()).lookingAt()) {
                    throw new IllegalStateException("every character is a token");
                }
                String text = found.group();
                at = found.end();
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
    }
}
