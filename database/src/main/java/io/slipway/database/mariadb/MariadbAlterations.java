package io.slipway.database.mariadb;

import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.CatalogueDifference.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statements that alter one table as far as its differences say. What can go together is one statement: it copies
 * the table once at most, and a key that a column needs is there with it.
 */
final class MariadbAlterations {
    private static final String IGNORED = " IGNORED";

    private final String name;
    private final String alter;
    private final List<Entry> entries;
    private final MariadbTable from;
    private final MariadbTable to;

    /** @param entries differences of this table and of what belongs to it; {@code after} is as wanted */
    MariadbAlterations(String name, List<Entry> entries, MariadbTable from, MariadbTable to) {
        this.name = name;
        this.alter = "ALTER TABLE " + MariadbBridgeSide.quoted(name) + " ";
        this.entries = entries;
        this.from = from;
        this.to = to;
    }

    /** One after the other; each may fail without the others, and has a second way where there is one. */
    List<List<Statement>> statements() {
        List<List<Statement>> statements = new ArrayList<>();
        one(statements, dropped("DROP FOREIGN KEY ", from.foreignKeys(), "constraint"));
        if (differs("table", name)) {
            one(statements, options());
            if (from.versioned() != to.versioned()) {
                one(statements, List.of(to.versioned() ? "ADD SYSTEM VERSIONING" : "DROP SYSTEM VERSIONING"));
            }
        }
        List<Statement> parts = new ArrayList<>();
        statement(parts, parts(false));
        statement(parts, parts(true));
        if (!parts.isEmpty()) {
            statements.add(parts.stream().distinct().toList());
        }
        if (entries.stream().anyMatch(entry -> entry.object().kind().equals("partition"))) {
            statements.add(List.of(new Statement(
                    alter + (to.partitions().isEmpty() ? "REMOVE PARTITIONING" : to.partitions()),
                    Optional.of(
                            "puts all rows of " + name + " into partitions anew, and fails where a row fits none"))));
        }
        one(statements, added(to.foreignKeys(), "constraint"));
        return statements;
    }

    private void one(List<List<Statement>> statements, List<String> clauses) {
        List<Statement> one = new ArrayList<>();
        statement(one, clauses);
        if (!one.isEmpty()) {
            statements.add(one);
        }
    }

    private void statement(List<Statement> statements, List<String> clauses) {
        if (!clauses.isEmpty()) {
            statements.add(new Statement(alter + String.join(", ", clauses), warning()));
        }
    }

    /** @param anew generated columns are dropped and added, for what cannot be altered of one */
    private List<String> parts(boolean anew) {
        List<String> clauses = new ArrayList<>();
        clauses.addAll(dropped("DROP CONSTRAINT ", from.checks(), "constraint"));
        from.keys().keySet().stream()
                .filter(this::keyDiffers)
                .filter(key -> !onlyIgnored(key))
                .forEach(key -> clauses.add(
                        key.equals("PRIMARY") ? "DROP PRIMARY KEY" : "DROP INDEX " + MariadbBridgeSide.quoted(key)));
        from.columns().keySet().stream()
                .filter(column ->
                        differs("column", name + "." + column) && !to.columns().containsKey(column))
                .forEach(column -> clauses.add("DROP COLUMN " + MariadbBridgeSide.quoted(column)));
        String previous = "";
        for (Map.Entry<String, String> column : to.columns().entrySet()) {
            String quoted = MariadbBridgeSide.quoted(column.getKey());
            if (differs("column", name + "." + column.getKey()) || checkedOtherwise(column.getKey())) {
                String place = previous.isEmpty() ? " FIRST" : " AFTER " + previous;
                boolean there = from.columns().containsKey(column.getKey());
                boolean again = anew
                        && there
                        && generated(column.getValue() + from.columns().get(column.getKey()));
                if (again) {
                    clauses.add("DROP COLUMN " + quoted);
                }
                clauses.add((there && !again ? "MODIFY COLUMN " : "ADD COLUMN ") + quoted + " " + column.getValue()
                        + place);
            }
            previous = quoted;
        }
        to.keys().forEach((key, line) -> {
            if (keyDiffers(key)) {
                clauses.add(
                        onlyIgnored(key)
                                ? "ALTER INDEX " + MariadbBridgeSide.quoted(key)
                                        + (line.endsWith(IGNORED) ? IGNORED : " NOT" + IGNORED)
                                : "ADD " + line);
            }
        });
        clauses.addAll(added(to.checks(), "constraint"));
        return clauses;
    }

    private boolean keyDiffers(String key) {
        return differs(key.equals("PRIMARY") ? "constraint" : "index", name + "." + key);
    }

    /** One that is dropped and added in one statement stays ignored, or not, as it was. */
    private boolean onlyIgnored(String key) {
        String before = from.keys().getOrDefault(key, "");
        String after = to.keys().getOrDefault(key, "");
        return before.equals(after + IGNORED) || after.equals(before + IGNORED);
    }

    /** A check that is said with a column bears its name. */
    private boolean checkedOtherwise(String column) {
        return differs("constraint", name + "." + column)
                && List.of(from.checks(), to.checks(), from.foreignKeys(), to.foreignKeys()).stream()
                        .noneMatch(lines -> lines.containsKey(column));
    }

    private static boolean generated(String definition) {
        return definition.contains(" GENERATED ALWAYS AS (");
    }

    private List<String> dropped(String drop, Map<String, String> lines, String kind) {
        return lines.keySet().stream()
                .filter(key -> differs(kind, name + "." + key))
                .map(key -> drop + MariadbBridgeSide.quoted(key))
                .toList();
    }

    private List<String> added(Map<String, String> lines, String kind) {
        return lines.entrySet().stream()
                .filter(line -> differs(kind, name + "." + line.getKey()))
                .map(line -> "ADD " + line.getValue())
                .toList();
    }

    private List<String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        from.options().forEach((key, value) -> {
            if (!to.options().containsKey(key)) {
                options.put(key, key.equals("COMMENT") ? "''" : "DEFAULT");
            }
        });
        to.options().forEach((key, value) -> {
            if (!value.equals(from.options().get(key))) {
                options.put(key, value);
            }
        });
        return options.entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .toList();
    }

    private boolean differs(String kind, String object) {
        return entries.stream()
                .anyMatch(entry -> entry.object().kind().equals(kind)
                        && entry.object().name().equals(object));
    }

    /** What is lost, of everything that is done to this table. */
    private Optional<String> warning() {
        List<String> lost = new ArrayList<>();
        for (Entry entry : entries) {
            if (entry.object().kind().equals("column")) {
                String column = entry.object().name();
                if (entry.event().equals("removed")) {
                    lost.add("takes away what stands in column " + column);
                } else if (entry.event().equals("changed")
                        && !line(entry.before().orElseThrow().definition())
                                .equals(line(entry.after().orElseThrow().definition()))) {
                    lost.add("converts what stands in column " + column + ", and fails where a value does not fit");
                }
            }
        }
        return lost.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", lost));
    }

    private static String line(String definition) {
        return definition
                .lines()
                .filter(line -> line.startsWith("type ")
                        || line.startsWith("collation ")
                        || line.startsWith("generated ")
                        || line.equals("not null"))
                .toList()
                .toString();
    }
}
