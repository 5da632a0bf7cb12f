package io.slipway.database.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Brings SQL that a server printed from its parse trees into the form in which every version prints it alike.
 *
 * <ul>
 *   <li>White space, and quotes that only a version's list of keywords asks for, go.
 *   <li>Since 14 functions that have a syntax of their own are printed in it: {@code (x AT TIME ZONE y)} and
 *       {@code SUBSTRING(x FROM y)} become the calls that they are, {@code timezone(y, x)}, {@code substring(x, y)}.
 *   <li>Before 16 the columns of a view's only source were qualified, since then not: the qualifier goes. With several
 *       sources it says which one is meant, in all versions, and stays.
 * </ul>
 */
final class DeparsedSql {
    private static final Set<String> AFTER_FROM =
            Set.of("WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR");
    private static final Set<String> SEVERAL = Set.of(",", "JOIN", "UNION", "INTERSECT", "EXCEPT");
    private static final Set<String> QUERY = Set.of("SELECT", "WITH", "VALUES");
    private static final Set<String> OF_TEXT =
            Set.of("substring", "position", "overlay", "btrim", "ltrim", "rtrim", "normalize");
    private static final Map<String, String> TRIM = Map.of("BOTH", "btrim", "LEADING", "ltrim", "TRAILING", "rtrim");
    private static final Pattern FUNCTION = Pattern.compile("[\\p{Ll}_\"].*|[\\p{L}_]+\"", Pattern.DOTALL);

    private DeparsedSql() {}

    /** @param query whether it is the whole query of a view */
    static String normalised(String sql, boolean query) {
        List<SqlNode> nodes = calls(SqlNode.read(sql));
        if (query && hasOneSource(nodes)) {
            nodes = withoutQualifiers(nodes);
        }
        return print(nodes);
    }

    // Functions with a syntax of their own

    private static List<SqlNode> calls(List<SqlNode> nodes) {
        List<SqlNode> out = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            SqlNode node = nodes.get(i);
            if (!node.isGroup()) {
                out.add(node instanceof SqlNode.Group g ? new SqlNode.Group(g.open(), calls(g.inside())) : node);
                continue;
            }
            List<SqlNode> inside = calls(node.children());
            int last = out.size() - 1;
            if (last >= 1 && out.get(last).is("FOR") && out.get(last - 1).is("COLLATION")) {
                out.subList(last - 1, last + 1).clear();
                out.add(SqlNode.token("pg_collation_for"));
                out.add(SqlNode.group(inside));
            } else if (last >= 0 && special(out.get(last), inside) != null) {
                List<SqlNode> call = special(out.remove(last), inside);
                out.addAll(call == null ? List.of() : call);
            } else if (last >= 0 && out.get(last) instanceof SqlNode.Token t && OF_TEXT.contains(t.text())) {
                out.add(SqlNode.group(withoutCasts(inside)));
            } else {
                out.addAll(bracketed(inside));
            }
        }
        return elementCasts(out);
    }

    /**
     * {@code (ARRAY[a, b])::text[]} is what a parser makes of {@code IN ('a', 'b')}; printed and parsed again, as after a
     * dump and restore, it has become {@code ARRAY[(a)::text, (b)::text]}.
     */
    private static List<SqlNode> elementCasts(List<SqlNode> nodes) {
        List<SqlNode> out = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            SqlNode node = nodes.get(i);
            int end = node.isGroup()
                            && node.children().size() == 2
                            && node.children().get(0).is("ARRAY")
                            && i + 2 < nodes.size()
                            && nodes.get(i + 1).is("::")
                    ? endOfType(nodes, i + 2)
                    : -1;
            if (end < 0) {
                out.add(node);
                continue;
            }
            List<SqlNode> type = nodes.subList(i + 2, end);
            List<SqlNode> elements = new ArrayList<>();
            List<SqlNode> inside = node.children().get(1).children();
            int start = 0;
            for (int k = 0; k <= inside.size(); k++) {
                if (k == inside.size() || inside.get(k).is(",")) {
                    elements.add(SqlNode.group(inside.subList(start, k)));
                    elements.add(SqlNode.token("::"));
                    elements.addAll(type);
                    if (k < inside.size()) {
                        elements.add(inside.get(k));
                    }
                    start = k + 1;
                }
            }
            out.add(SqlNode.token("ARRAY"));
            out.add(new SqlNode.Group("[", elements));
            i = end;
        }
        return out;
    }

    /** Index of the {@code []} that ends an array type's name, or -1. */
    private static int endOfType(List<SqlNode> nodes, int start) {
        int i = start;
        while (i < nodes.size()
                && (nodes.get(i).isName()
                        || nodes.get(i).is(".")
                        || nodes.get(i).isGroup())) {
            i++;
        }
        boolean array = i > start
                && i < nodes.size()
                && nodes.get(i) instanceof SqlNode.Group group
                && group.open().equals("[")
                && group.inside().isEmpty();
        return array ? i : -1;
    }

    private static @Nullable List<SqlNode> special(SqlNode name, List<SqlNode> inside) {
        if (!(name instanceof SqlNode.Token token)) {
            return null;
        }
        return switch (token.text()) {
            case "EXTRACT" -> extract(inside);
            case "SUBSTRING" -> call("substring", commas(inside, Set.of("FROM", "FOR")));
            case "OVERLAY" -> call("overlay", commas(inside, Set.of("PLACING", "FROM", "FOR")));
            case "NORMALIZE" -> call("normalize", inside);
            case "POSITION" -> position(inside);
            case "TRIM" -> trim(inside);
            default -> null;
        };
    }

    private static List<SqlNode> extract(List<SqlNode> inside) {
        int from = indexOf(inside, "FROM");
        if (from != 1) {
            return call("extract", inside);
        }
        List<SqlNode> arguments = new ArrayList<>();
        arguments.add(SqlNode.token("'" + print(inside.subList(0, 1)) + "'"));
        arguments.add(SqlNode.token("::"));
        arguments.add(SqlNode.token("text"));
        arguments.add(SqlNode.token(","));
        arguments.addAll(inside.subList(2, inside.size()));
        return call("date_part", arguments);
    }

    private static List<SqlNode> position(List<SqlNode> inside) {
        int in = indexOf(inside, "IN");
        if (in < 0) {
            return call("position", inside);
        }
        return call("position", swapped(bare(inside.subList(in + 1, inside.size())), bare(inside.subList(0, in))));
    }

    private static List<SqlNode> trim(List<SqlNode> inside) {
        int from = indexOf(inside, "FROM");
        String name = from < 1 ? null : TRIM.get(print(inside.subList(0, 1)));
        if (name == null) {
            return call("trim", inside);
        }
        List<SqlNode> what = inside.subList(from + 1, inside.size());
        return call(name, from == 1 ? what : swapped(what, inside.subList(1, from)));
    }

    /** A group that is no call: {@code (x AT TIME ZONE y)}, {@code ((a, b) OVERLAPS (c, d))} or just brackets. */
    private static List<SqlNode> bracketed(List<SqlNode> inside) {
        int at = indexOf(inside, "AT");
        if (at > 0
                && at + 3 < inside.size()
                && inside.get(at + 1).is("TIME")
                && inside.get(at + 2).is("ZONE")) {
            return call("timezone", swapped(inside.subList(at + 3, inside.size()), inside.subList(0, at)));
        }
        if (at > 0 && at + 2 == inside.size() && inside.get(at + 1).is("LOCAL")) {
            return call("timezone", inside.subList(0, at));
        }
        if (inside.size() == 3 && inside.get(1).is("OVERLAPS")) {
            return call(
                    "overlaps", swapped(inside.get(0).children(), inside.get(2).children()));
        }
        return List.of(SqlNode.group(inside));
    }

    private static List<SqlNode> call(String name, List<SqlNode> arguments) {
        return List.of(
                SqlNode.token(name), SqlNode.group(OF_TEXT.contains(name) ? withoutCasts(arguments) : arguments));
    }

    /** Before 14 an argument's implicit cast to text was printed, since then it is not. */
    private static List<SqlNode> withoutCasts(List<SqlNode> arguments) {
        List<SqlNode> out = new ArrayList<>(arguments.size());
        int start = 0;
        for (int i = 0; i <= arguments.size(); i++) {
            if (i == arguments.size() || arguments.get(i).is(",")) {
                List<SqlNode> argument = arguments.subList(start, i);
                boolean cast = argument.size() == 3
                        && argument.get(0).isGroup()
                        && argument.get(1).is("::")
                        && argument.get(2).is("text");
                out.addAll(cast ? argument.get(0).children() : argument);
                if (i < arguments.size()) {
                    out.add(arguments.get(i));
                }
                start = i + 1;
            }
        }
        return out;
    }

    private static List<SqlNode> commas(List<SqlNode> nodes, Set<String> words) {
        UnaryOperator<SqlNode> comma =
                n -> n instanceof SqlNode.Token t && words.contains(t.text()) ? SqlNode.token(",") : n;
        return nodes.stream().map(comma).toList();
    }

    private static List<SqlNode> swapped(List<SqlNode> first, List<SqlNode> second) {
        List<SqlNode> both = new ArrayList<>(first);
        both.add(SqlNode.token(","));
        both.addAll(second);
        return both;
    }

    private static List<SqlNode> bare(List<SqlNode> nodes) {
        return nodes.size() == 1 && nodes.get(0).isGroup() ? nodes.get(0).children() : nodes;
    }

    private static int indexOf(List<SqlNode> nodes, String word) {
        for (int i = 0; i < nodes.size(); i++) {
            if (nodes.get(i).is(word)) {
                return i;
            }
        }
        return -1;
    }

    // Qualifiers of an only source

    private static boolean hasOneSource(List<SqlNode> nodes) {
        boolean from = false;
        boolean inFrom = false;
        for (SqlNode node : nodes) {
            if (!(node instanceof SqlNode.Token token)) {
                continue;
            }
            String text = token.text();
            if (text.equals("UNION") || text.equals("INTERSECT") || text.equals("EXCEPT")) {
                return false;
            }
            if (text.equals("FROM")) {
                from = true;
                inFrom = true;
            } else if (AFTER_FROM.contains(text)) {
                inFrom = false;
            } else if (inFrom && SEVERAL.contains(text)) {
                return false;
            }
        }
        return from && !joins(nodes);
    }

    /** Joins are printed in brackets unless asked to be pretty. */
    private static boolean joins(List<SqlNode> nodes) {
        int from = indexOf(nodes, "FROM");
        for (SqlNode node : nodes.subList(from, nodes.size())) {
            if (node instanceof SqlNode.Token token && AFTER_FROM.contains(token.text())) {
                return false;
            }
            if (!isQuery(node) && indexOf(node.children(), "JOIN") >= 0) {
                return true;
            }
            if (!isQuery(node) && node.children().stream().anyMatch(c -> c.isGroup() && joinsDeep(c))) {
                return true;
            }
        }
        return false;
    }

    private static boolean joinsDeep(SqlNode node) {
        return !isQuery(node)
                && (indexOf(node.children(), "JOIN") >= 0
                        || node.children().stream().anyMatch(DeparsedSql::joinsDeep));
    }

    private static boolean isQuery(SqlNode node) {
        List<SqlNode> inside = node.children();
        return !inside.isEmpty()
                && (inside.get(0) instanceof SqlNode.Token token && QUERY.contains(token.text())
                        || isQuery(inside.get(0)));
    }

    private static List<SqlNode> withoutQualifiers(List<SqlNode> nodes) {
        List<SqlNode> out = new ArrayList<>(nodes.size());
        int source = -1;
        for (int i = 0; i < nodes.size(); i++) {
            SqlNode node = nodes.get(i);
            if (node.is("FROM") && !(i > 0 && nodes.get(i - 1).is("DISTINCT"))) {
                source = i;
            } else if (node instanceof SqlNode.Token token && AFTER_FROM.contains(token.text())) {
                source = -1;
            }
            boolean inSource = source >= 0;
            if (!inSource
                    && node.isName()
                    && i + 2 < nodes.size()
                    && nodes.get(i + 1).is(".")
                    && nodes.get(i + 2).isName()
                    && !(i + 3 < nodes.size()
                            && (nodes.get(i + 3).isGroup() || nodes.get(i + 3).is(".")))
                    && !(i > 0 && isTypeOrPath(nodes.get(i - 1)))) {
                i++;
            } else if (node instanceof SqlNode.Group group && !isQuery(node)) {
                out.add(new SqlNode.Group(group.open(), withoutQualifiers(group.inside())));
            } else {
                out.add(node);
            }
        }
        return out;
    }

    /** {@code x::schema.type}, {@code a.b.c} and {@code COLLATE schema.name} hold no column. */
    private static boolean isTypeOrPath(SqlNode before) {
        return before.is("::") || before.is(".") || before.is("COLLATE");
    }

    // Printing

    private static String print(List<SqlNode> nodes) {
        StringBuilder out = new StringBuilder();
        print(nodes, out);
        return out.toString();
    }

    private static void print(List<SqlNode> nodes, StringBuilder out) {
        SqlNode before = null;
        for (SqlNode node : nodes) {
            if (before != null && spaced(before, node)) {
                out.append(' ');
            }
            if (node instanceof SqlNode.Group group) {
                out.append(group.open());
                print(group.inside(), out);
                out.append(group.open().equals("(") ? ')' : ']');
            } else if (node instanceof SqlNode.Token token) {
                out.append(token.text());
            }
            before = node;
        }
    }

    private static boolean spaced(SqlNode before, SqlNode node) {
        if (node.is(",") || node.is(";") || node.is(".") || node.is("::") || before.is(".") || before.is("::")) {
            return false;
        }
        if (node instanceof SqlNode.Group group) {
            return group.open().equals("(")
                    && !(before instanceof SqlNode.Token token
                            && FUNCTION.matcher(token.text()).matches());
        }
        return true;
    }
}
