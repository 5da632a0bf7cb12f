package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.BridgeStep.plain;
import static io.slipway.database.postgresql.BridgeStep.warned;

import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The statements that alter an object which holds rows, or on which much stands, from what it is to what it is to be. */
final class BridgeAlterations {
    private static final String NONE = "";

    private BridgeAlterations() {}

    /**
     * @param from what {@link BridgeSide#facts} tells of it where it is to be altered, {@code to} where it is as wanted
     * @return none where altering does not do it
     */
    static List<Statement> of(Place place, Map<String, String> from, Map<String, String> to) {
        return switch (place.kind()) {
            case "table" -> table(place, from, to);
            case "column" -> column(from, to);
            case "sequence" -> sequence(place, from, to);
            case "type" -> type(place, from, to);
            case "domain" -> domain(place, from, to);
            case "foreign table" -> foreignTable(place, from, to);
            case "server" -> server(place, from, to);
            case "foreign data wrapper" ->
                options(
                        "ALTER FOREIGN DATA WRAPPER " + place.identity() + " OPTIONS ",
                        from.get("options"),
                        to.get("options"));
            case "materialized view" -> materializedView(place, from, to);
            case "constraint" -> constraint(place, from, to);
            default -> List.of();
        };
    }

    private static List<Statement> table(Place place, Map<String, String> from, Map<String, String> to) {
        String table = "ALTER TABLE " + place.identity();
        List<Statement> statements = new ArrayList<>();
        if (differs("persistence", from, to)) {
            statements.add(plain(table + (is("persistence", "u", to) ? " SET UNLOGGED" : " SET LOGGED")));
        }
        settings(statements, table, from.get("options"), to.get("options"));
        if (differs("secured", from, to)) {
            statements.add(plain(table + (is("secured", "true", to) ? " ENABLE" : " DISABLE") + " ROW LEVEL SECURITY"));
        }
        if (differs("forced", from, to)) {
            statements.add(plain(table + (is("forced", "true", to) ? " FORCE" : " NO FORCE") + " ROW LEVEL SECURITY"));
        }
        if (differs("parent", from, to) || differs("bound", from, to)) {
            if (!is("parent", NONE, from)) {
                statements.add(plain("ALTER TABLE " + from.get("parent") + " DETACH PARTITION " + place.identity()));
            }
            if (!is("parent", NONE, to)) {
                statements.add(plain("ALTER TABLE " + to.get("parent") + " ATTACH PARTITION " + place.identity() + " "
                        + to.get("bound")));
            }
        }
        if (differs("inherits", from, to)) {
            lines(from.get("inherits")).forEach(parent -> statements.add(plain(table + " NO INHERIT " + parent)));
            lines(to.get("inherits")).forEach(parent -> statements.add(plain(table + " INHERIT " + parent)));
        }
        if (differs("made_of", from, to)) {
            statements.add(plain(table + (is("made_of", NONE, to) ? " NOT OF" : " OF " + to.get("made_of"))));
        }
        if (differs("replica", from, to)) {
            statements.add(plain(table + " REPLICA IDENTITY " + to.get("replica")));
        }
        return statements;
    }

    private static List<Statement> column(Map<String, String> from, Map<String, String> to) {
        String relation = "ALTER " + from.get("relation_kind") + " " + from.get("relation");
        String column = relation + " ALTER COLUMN " + from.get("name") + " ";
        List<Statement> statements = new ArrayList<>();
        if (differs("generated", from, to) || (!is("generated", NONE, to) && differs("expression", from, to))) {
            if (is("generated", NONE, to)) {
                statements.add(plain(column + "DROP EXPRESSION"));
                if (!is("expression", NONE, to)) {
                    statements.add(plain(column + "SET DEFAULT " + to.get("expression")));
                }
            } else if (is("generated", NONE, from)) {
                return List.of();
            } else {
                statements.add(plain(column + "SET EXPRESSION AS (" + to.get("expression") + ")"));
            }
        }
        boolean retyped = differs("type", from, to) || differs("collation", from, to);
        boolean otherDefault =
                is("generated", NONE, to) && is("generated", NONE, from) && differs("expression", from, to);
        if (!is("identity", NONE, from) && is("identity", NONE, to)) {
            statements.add(plain(column + "DROP IDENTITY"));
        }
        if ((otherDefault || retyped) && is("generated", NONE, from) && !is("expression", NONE, from)) {
            statements.add(plain(column + "DROP DEFAULT"));
        }
        if (retyped) {
            String type = to.get("type") + (is("collation", NONE, to) ? "" : " COLLATE " + to.get("collation"));
            statements.add(warned(
                    column + "TYPE " + type
                            + (is("generated", NONE, to)
                                            && from.get("relation_kind").equals("TABLE")
                                    ? " USING " + from.get("name") + "::" + to.get("type")
                                    : ""),
                    "converts what stands in " + from.get("name") + " of " + from.get("relation") + " to "
                            + to.get("type") + ", and fails where a value does not fit"));
        }
        if ((otherDefault || retyped) && is("generated", NONE, to) && !is("expression", NONE, to)) {
            statements.add(plain(column + "SET DEFAULT " + to.get("expression")));
        }
        if (differs("not_null", from, to)) {
            statements.add(plain(column + (is("not_null", "true", to) ? "SET" : "DROP") + " NOT NULL"));
        }
        if (!is("identity", NONE, to) && differs("identity", from, to)) {
            String when = is("identity", "a", to) ? "ALWAYS" : "BY DEFAULT";
            statements.add(plain(
                    is("identity", NONE, from)
                            ? column + "ADD GENERATED " + when + " AS IDENTITY"
                            : column + "SET GENERATED " + when));
        }
        if (!is("both", "true", from) && is("both", "true", to)) {
            for (String parent : lines(to.get("parents"))) {
                statements.add(plain("ALTER TABLE " + from.get("relation") + " NO INHERIT " + parent));
                statements.add(plain("ALTER TABLE " + from.get("relation") + " INHERIT " + parent));
            }
        }
        if (differs("storage", from, to)) {
            statements.add(plain(column + "SET STORAGE " + to.get("storage")));
        }
        if (differs("compression", from, to)) {
            statements.add(plain(column + "SET COMPRESSION " + to.get("compression")));
        }
        if (differs("statistics", from, to)) {
            statements.add(plain(column + "SET STATISTICS " + to.get("statistics")));
        }
        settings(statements, column.stripTrailing(), from.get("options"), to.get("options"));
        statements.addAll(options(column + "OPTIONS ", from.get("foreign_options"), to.get("foreign_options")));
        return statements;
    }

    /** Drops and adds a generated column, for what cannot be altered of one. It then is its table's last. */
    static Optional<List<Statement>> generatedAnew(Map<String, String> from, Map<String, String> to) {
        if (is("generated", NONE, to) || !(differs("generated", from, to) || differs("expression", from, to))) {
            return Optional.empty();
        }
        String drop =
                "ALTER " + from.get("relation_kind") + " " + from.get("relation") + " DROP COLUMN " + from.get("name");
        return Optional.of(List.of(
                warned(drop, "makes the generated column " + from.get("name") + " anew, from the values of the others"),
                plain(added(to))));
    }

    /** Makes a type anew beside the old one, and takes each column of a table over to it. */
    static List<Statement> typeAnew(Place place, List<Statement> making, List<Map<String, String>> columns) {
        String old = "slipway_old_" + place.own().replaceAll("\\W", "_");
        List<Statement> statements = new ArrayList<>();
        statements.add(plain("ALTER TYPE " + place.identity() + " RENAME TO " + old));
        statements.addAll(making);
        for (Map<String, String> each : columns) {
            String type = place.identity() + (is("is_array", "true", each) ? "[]" : "");
            String column = "ALTER TABLE " + each.get("relation") + " ALTER COLUMN " + each.get("name");
            if (!is("expression", NONE, each)) {
                statements.add(plain(column + " DROP DEFAULT"));
            }
            statements.add(warned(
                    column + " TYPE " + type + " USING " + each.get("name") + "::text"
                            + (is("is_array", "true", each) ? "[]::" : "::") + type,
                    "converts what stands in " + each.get("name") + " of " + each.get("relation")
                            + ", and fails where a value is none of the type's"));
            if (!is("expression", NONE, each)) {
                statements.add(plain(column + " SET DEFAULT " + each.get("expression")));
            }
        }
        statements.add(plain("DROP TYPE " + place.names().get(0) + "." + old));
        return statements;
    }

    /** The statement that adds a column as {@code to} tells it; what it cannot say, an alteration says afterwards. */
    static String added(Map<String, String> to) {
        String expression = to.getOrDefault("expression", NONE);
        String generated = is("generated", NONE, to)
                ? (expression.isEmpty() ? "" : " DEFAULT " + expression)
                : " GENERATED ALWAYS AS (" + expression + ")" + (is("generated", "v", to) ? " VIRTUAL" : " STORED");
        String identity = switch (to.getOrDefault("identity", NONE)) {
            case "a" -> " GENERATED ALWAYS AS IDENTITY";
            case "d" -> " GENERATED BY DEFAULT AS IDENTITY";
            default -> "";
        };
        return "ALTER " + to.get("relation_kind") + " " + to.get("relation") + " ADD COLUMN " + to.get("name") + " "
                + to.get("type") + (is("collation", NONE, to) ? "" : " COLLATE " + to.get("collation")) + generated
                + identity + (is("not_null", "true", to) ? " NOT NULL" : "");
    }

    private static List<Statement> sequence(Place place, Map<String, String> from, Map<String, String> to) {
        List<Statement> statements = new ArrayList<>();
        if (differs("options", from, to)) {
            statements.add(plain("ALTER SEQUENCE " + place.identity() + " " + to.get("options")));
        }
        if (differs("owner", from, to) && is("identity", "false", to)) {
            statements.add(plain("ALTER SEQUENCE " + place.identity() + " OWNED BY " + to.get("owner")));
        }
        return statements;
    }

    private static List<Statement> type(Place place, Map<String, String> from, Map<String, String> to) {
        String type = "ALTER TYPE " + place.identity();
        if (is("sort", "e", from) && is("sort", "e", to)) {
            return labels(type, lines(from.get("labels")), lines(to.get("labels")));
        }
        return is("sort", "c", from) && is("sort", "c", to)
                ? attributes(type, pairs(from.get("attributes"), "\t"), pairs(to.get("attributes"), "\t"))
                : List.of();
    }

    private static List<Statement> labels(String type, List<String> from, List<String> to) {
        List<Statement> statements = new ArrayList<>();
        Set<String> gone = new LinkedHashSet<>(from);
        gone.removeAll(to);
        Set<String> fresh = new LinkedHashSet<>(to);
        fresh.removeAll(from);
        if (!gone.isEmpty() && from.size() == to.size()) {
            for (int i = 0; i < from.size(); i++) {
                if (!from.get(i).equals(to.get(i))) {
                    statements.add(plain(type + " RENAME VALUE " + from.get(i) + " TO " + to.get(i)));
                }
            }
        } else if (gone.isEmpty()) {
            for (int i = 0; i < to.size(); i++) {
                if (fresh.contains(to.get(i))) {
                    String where =
                            i > 0 ? " AFTER " + to.get(i - 1) : to.size() > 1 ? " BEFORE " + first(to, fresh) : "";
                    statements.add(plain(type + " ADD VALUE " + to.get(i) + where));
                }
            }
        }
        return statements;
    }

    private static String first(List<String> to, Set<String> fresh) {
        return to.stream().filter(label -> !fresh.contains(label)).findFirst().orElseThrow();
    }

    private static List<Statement> attributes(String type, Map<String, String> from, Map<String, String> to) {
        List<Statement> statements = new ArrayList<>();
        List<String> before = List.copyOf(from.keySet());
        List<String> after = List.copyOf(to.keySet());
        if (before.size() == after.size() && List.copyOf(from.values()).equals(List.copyOf(to.values()))) {
            for (int i = 0; i < before.size(); i++) {
                if (!before.get(i).equals(after.get(i))) {
                    statements.add(warned(
                            type + " RENAME ATTRIBUTE " + before.get(i) + " TO " + after.get(i) + " CASCADE",
                            "takes the attribute " + after.get(i) + " for the renamed " + before.get(i)));
                }
            }
            return statements;
        }
        from.keySet().stream()
                .filter(name -> !to.containsKey(name))
                .forEach(name -> statements.add(warned(
                        type + " DROP ATTRIBUTE " + name + " CASCADE",
                        "takes away what stands in the attribute " + name)));
        to.forEach((name, sort) -> {
            if (!from.containsKey(name)) {
                statements.add(plain(type + " ADD ATTRIBUTE " + name + " " + sort + " CASCADE"));
            } else if (!sort.equals(from.get(name))) {
                statements.add(plain(type + " ALTER ATTRIBUTE " + name + " TYPE " + sort + " CASCADE"));
            }
        });
        return statements;
    }

    private static List<Statement> domain(Place place, Map<String, String> from, Map<String, String> to) {
        String domain = "ALTER DOMAIN " + place.identity();
        List<Statement> statements = new ArrayList<>();
        if (differs("expression", from, to)) {
            statements.add(plain(
                    domain + (is("expression", NONE, to) ? " DROP DEFAULT" : " SET DEFAULT " + to.get("expression"))));
        }
        if (differs("not_null", from, to)) {
            statements.add(plain(domain + (is("not_null", "true", to) ? " SET" : " DROP") + " NOT NULL"));
        }
        return statements;
    }

    private static List<Statement> foreignTable(Place place, Map<String, String> from, Map<String, String> to) {
        return differs("server", from, to)
                ? List.of()
                : options(
                        "ALTER FOREIGN TABLE " + place.identity() + " OPTIONS ",
                        from.get("options"),
                        to.get("options"));
    }

    private static List<Statement> server(Place place, Map<String, String> from, Map<String, String> to) {
        String server = "ALTER SERVER " + place.identity();
        List<Statement> statements = new ArrayList<>();
        if (differs("type", from, to)) {
            return List.of();
        }
        if (differs("version", from, to)) {
            statements.add(plain(server + " VERSION " + (is("version", NONE, to) ? "NULL" : to.get("version"))));
        }
        statements.addAll(options(server + " OPTIONS ", from.get("options"), to.get("options")));
        return statements;
    }

    private static List<Statement> materializedView(Place place, Map<String, String> from, Map<String, String> to) {
        if (differs("query", from, to) || differs("options", from, to) || !differs("populated", from, to)) {
            return List.of();
        }
        return List.of(plain("REFRESH MATERIALIZED VIEW " + place.identity()
                + (is("populated", "true", to) ? "" : " WITH NO DATA")));
    }

    private static List<Statement> constraint(Place place, Map<String, String> from, Map<String, String> to) {
        if (is("validated", from.getOrDefault("validated", NONE), to)
                && is("definition", from.getOrDefault("definition", NONE), to)
                && differs("options", from, to)) {
            List<Statement> statements = new ArrayList<>();
            settings(statements, "ALTER INDEX " + from.get("index"), from.get("options"), to.get("options"));
            return statements;
        }
        String not = " NOT VALID";
        boolean onlyValidated = is("validated", "false", from)
                && is("validated", "true", to)
                && from.getOrDefault("definition", NONE).equals(to.get("definition") + not);
        return onlyValidated
                ? List.of(plain("ALTER " + (place.sort().startsWith("domain") ? "DOMAIN " : "TABLE ") + place.owner()
                        + " VALIDATE CONSTRAINT " + place.own()))
                : List.of();
    }

    /** Storage parameters and the like, a line each, as {@code name=value}. */
    private static void settings(List<Statement> statements, String alter, @Nullable String from, @Nullable String to) {
        Map<String, String> before = pairs(from, "=");
        Map<String, String> after = pairs(to, "=");
        List<String> gone = before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .toList();
        if (!gone.isEmpty()) {
            statements.add(plain(alter + " RESET (" + String.join(", ", gone) + ")"));
        }
        List<String> set = after.entrySet().stream()
                .filter(each -> !each.getValue().equals(before.get(each.getKey())))
                .map(each -> each.getKey() + " = " + each.getValue())
                .toList();
        if (!set.isEmpty()) {
            statements.add(plain(alter + " SET (" + String.join(", ", set) + ")"));
        }
    }

    /** Options of foreign data; passwords stay as they are, for they are not compared. */
    private static List<Statement> options(String alter, @Nullable String from, @Nullable String to) {
        Map<String, String> before = pairs(from, "=");
        Map<String, String> after = pairs(to, "=");
        List<String> parts = new ArrayList<>();
        before.keySet().stream()
                .filter(name -> !after.containsKey(name) && !isSecret(name))
                .forEach(name -> parts.add("DROP \"" + name + '"'));
        after.forEach((name, value) -> {
            if (!isSecret(name) && !value.equals(before.get(name))) {
                parts.add((before.containsKey(name) ? "SET \"" : "ADD \"") + name + "\" '" + value.replace("'", "''")
                        + "'");
            }
        });
        return parts.isEmpty() ? List.of() : List.of(plain(alter + "(" + String.join(", ", parts) + ")"));
    }

    private static boolean isSecret(String option) {
        return option.matches("(?i)password|sslpassword|passwd|passcode");
    }

    private static Map<String, String> pairs(@Nullable String lines, String between) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String line : lines(lines)) {
            int at = line.indexOf(between);
            pairs.put(at < 0 ? line : line.substring(0, at), at < 0 ? "" : line.substring(at + between.length()));
        }
        return pairs;
    }

    private static List<String> lines(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }

    private static boolean differs(String fact, Map<String, String> from, Map<String, String> to) {
        return !from.getOrDefault(fact, NONE).equals(to.getOrDefault(fact, NONE));
    }

    private static boolean is(String fact, String value, Map<String, String> of) {
        return of.getOrDefault(fact, NONE).equals(value);
    }
}
