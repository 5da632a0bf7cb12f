package io.slipway.release.rules;

import io.slipway.release.rules.Sql.Action;
import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Which columns the CHECK constraints of tables keep from being NULL, as far as statements tell. */
final class Checks {
    private final Map<String, List<Check>> tables = new HashMap<>();

    /**
     * @param name in lower case; empty where the database chose it
     * @param told false when only its validation was seen: it may say anything
     * @param columns in lower case, that are not NULL where it holds
     */
    private record Check(String name, boolean told, Set<String> columns, boolean valid) {}

    /** Does one that holds for all rows say so, or one of which nobody told what it says? */
    boolean neverNull(Name table, Name column) {
        return of(table.key()).stream()
                .anyMatch(
                        each -> each.valid() && (!each.told() || each.columns().contains(column.key())));
    }

    void made(Sql.CreateTable made) {
        tables.remove(made.name().key());
        made.columns().forEach(column -> add(made.name(), column));
        made.constraints().forEach(constraint -> add(made.name(), constraint));
    }

    void dropped(Name table) {
        tables.remove(table.key());
    }

    void renamed(Name from, Name to) {
        List<Check> checks = tables.remove(from.key());
        if (checks != null) {
            tables.put(to.key(), checks);
        }
    }

    void altered(Name table, Action action) {
        List<Check> checks = of(table.key());
        switch (action.kind()) {
            case ADD_COLUMN -> action.definition().ifPresent(column -> add(table, column));
            case ADD_CONSTRAINT -> action.constraint().ifPresent(constraint -> add(table, constraint));
            case VALIDATE_CONSTRAINT -> action.column().ifPresent(name -> validated(table, name.key()));
            case DROP_CONSTRAINT -> action.column().ifPresent(name -> gone(checks, name.key()));
            case DROP_COLUMN ->
                action.column()
                        .ifPresent(
                                column -> checks.removeIf(each -> each.columns().contains(column.key())));
            case RENAME_COLUMN ->
                action.column()
                        .ifPresent(column -> action.to().ifPresent(to -> renamed(checks, column.key(), to.key())));
            default -> {}
        }
    }

    private List<Check> of(String table) {
        return tables.getOrDefault(table, new ArrayList<>());
    }

    private void add(Name table, Column column) {
        add(table, "", column.rest(), true);
    }

    private void add(Name table, Constraint constraint) {
        add(
                table,
                constraint.name().map(Name::key).orElse(""),
                constraint.kind() == Constraint.Kind.CHECK ? constraint.tokens() : List.of(),
                !constraint.notValid());
    }

    private void add(Name table, String name, List<SqlToken> tokens, boolean valid) {
        Set<String> columns = neverNull(tokens);
        if (!columns.isEmpty() || !name.isEmpty()) {
            tables.computeIfAbsent(table.key(), key -> new ArrayList<>())
                    .add(new Check(name, true, columns, valid && !Reader.has(tokens, "NOT", "ENFORCED")));
        }
    }

    private void validated(Name table, String name) {
        List<Check> checks = tables.computeIfAbsent(table.key(), key -> new ArrayList<>());
        if (checks.stream().noneMatch(each -> each.name().equals(name))) {
            checks.add(new Check(name, false, Set.of(), true));
        }
        checks.replaceAll(each -> each.name().equals(name) ? new Check(name, each.told(), each.columns(), true) : each);
    }

    /** One of a name that nobody gave is one of those that the database named. */
    private static void gone(List<Check> checks, String name) {
        if (!checks.removeIf(each -> each.name().equals(name))) {
            checks.removeIf(each -> each.name().isEmpty());
        }
    }

    private static void renamed(List<Check> checks, String from, String to) {
        checks.replaceAll(each -> {
            Set<String> columns = new HashSet<>(each.columns());
            if (columns.remove(from)) {
                columns.add(to);
            }
            return new Check(each.name(), each.told(), columns, each.valid());
        });
    }

    /** The columns of {@code CHECK (a IS NOT NULL AND b IS NOT NULL AND …)}. */
    private static Set<String> neverNull(List<SqlToken> tokens) {
        Set<String> columns = new HashSet<>();
        for (int i = Reader.find(tokens, 0, "CHECK", "("); i >= 0; i = Reader.find(tokens, i + 1, "CHECK", "(")) {
            columns.addAll(said(new Reader(tokens.subList(i + 1, tokens.size())).parentheses()));
        }
        return columns;
    }

    private static Set<String> said(List<SqlToken> condition) {
        Set<String> columns = new HashSet<>();
        if (Reader.outside(condition, "OR") >= 0) {
            return columns;
        }
        int and = Reader.outside(condition, "AND");
        List<SqlToken> first = and < 0 ? condition : condition.subList(0, and);
        if (and >= 0) {
            columns.addAll(said(condition.subList(and + 1, condition.size())));
        }
        if (first.size() == 4 && first.get(0).nameable() && Reader.has(first, "IS", "NOT", "NULL")) {
            columns.add(first.get(0).content().toLowerCase(Locale.ROOT));
        } else if (first.size() > 2 && first.get(0).is("(")) {
            Reader in = new Reader(first);
            List<SqlToken> inside = in.parentheses();
            columns.addAll(in.ended() ? said(inside) : Set.of());
        }
        return columns;
    }
}
