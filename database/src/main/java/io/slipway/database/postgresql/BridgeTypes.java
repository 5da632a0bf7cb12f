package io.slipway.database.postgresql;

import static io.slipway.database.postgresql.BridgeFacts.NONE;
import static io.slipway.database.postgresql.BridgeFacts.differs;
import static io.slipway.database.postgresql.BridgeFacts.is;
import static io.slipway.database.postgresql.BridgeFacts.lines;
import static io.slipway.database.postgresql.BridgeFacts.pairs;
import static io.slipway.database.postgresql.BridgeStep.plain;
import static io.slipway.database.postgresql.BridgeStep.warned;

import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The statements that alter a type or a domain; columns that have it keep their rows. */
final class BridgeTypes {
    private BridgeTypes() {}

    static List<Statement> type(Place place, Map<String, String> from, Map<String, String> to) {
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

    static List<Statement> domain(Place place, Map<String, String> from, Map<String, String> to) {
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

    /** Makes a type anew beside the old one, and takes each column of a table over to it. */
    static List<Statement> anew(Place place, List<Statement> making, List<Map<String, String>> columns) {
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
}
