package io.slipway.release.rules;

import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.Sql.AlterTable;
import io.slipway.release.rules.Sql.CreateTable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What tables look like at a place in the scripts, as far as statements before it tell: those of earlier artifacts too.
 * What came otherwise (a baseline, a routine) is not known, and nothing is concluded from that.
 */
final class Shapes {
    private final Map<String, Map<String, Shape>> tables = new HashMap<>();
    private final Checks checks = new Checks();
    private final Set<String> partitioned = new HashSet<>();

    /**
     * What is known of one column.
     *
     * @param defaulted an insert that leaves it out may give it a value
     */
    record Shape(ColumnType type, boolean notNull, boolean defaulted) {}

    /** Is it a statement about which rules ask what the table looked like? */
    static boolean asked(Statement statement) {
        return statement.read() instanceof AlterTable altered
                && altered.actions().stream()
                        .map(Action::kind)
                        .anyMatch(Set.of(
                                Action.Kind.CHANGE_TYPE,
                                Action.Kind.SET_NOT_NULL,
                                Action.Kind.DROP_NOT_NULL,
                                Action.Kind.DROP_DEFAULT,
                                Action.Kind.MODIFY_COLUMN)::contains);
    }

    /** Empty when no statement told. */
    Optional<Shape> column(Name table, Name column) {
        return Optional.ofNullable(tables.getOrDefault(table.key(), Map.of()).get(column.key()));
    }

    /** Did a statement say so of any table of this name? */
    boolean partitioned(Name table) {
        return partitioned.contains(table.key());
    }

    Checks checks() {
        return checks;
    }

    void apply(Sql statement) {
        if (statement instanceof CreateTable made) {
            Map<String, Shape> columns = new HashMap<>();
            made.columns().forEach(column -> columns.put(column.name().key(), shape(column, made.inherits())));
            made.constraints().stream()
                    .filter(constraint -> constraint.kind() == Constraint.Kind.PRIMARY_KEY)
                    .flatMap(constraint -> constraint.columns().stream())
                    .forEach(column -> columns.computeIfPresent(
                            column.key(), (key, shape) -> new Shape(shape.type(), true, shape.defaulted())));
            tables.put(made.name().key(), columns);
            checks.made(made);
            if (Reader.has(made.options(), "PARTITION", "BY")) {
                partitioned.add(made.name().key());
            }
        } else if (statement instanceof AlterTable altered) {
            altered.actions().forEach(action -> apply(altered.table(), action));
        } else if (statement instanceof Sql.Rename renamed) {
            rename(renamed.from(), renamed.to());
        } else if (statement instanceof Sql.Drop drop && drop.kind().equals("TABLE")) {
            drop.names().forEach(name -> {
                tables.remove(name.key());
                checks.dropped(name);
            });
        }
    }

    private void apply(Name table, Action action) {
        checks.altered(table, action);
        Map<String, Shape> columns = tables.computeIfAbsent(table.key(), key -> new HashMap<>());
        switch (action.kind()) {
            case ADD_COLUMN ->
                action.definition()
                        .ifPresent(column -> columns.put(column.name().key(), shape(column, false)));
            case MODIFY_COLUMN -> {
                action.column().ifPresent(column -> columns.remove(column.key()));
                action.definition()
                        .ifPresent(column -> columns.put(column.name().key(), shape(column, false)));
            }
            case CHANGE_TYPE ->
                action.definition()
                        .ifPresent(column -> columns.computeIfPresent(
                                column.name().key(),
                                (key, shape) -> new Shape(ColumnType.of(column), shape.notNull(), shape.defaulted())));
            case SET_NOT_NULL -> notNull(columns, action, true);
            case DROP_NOT_NULL -> notNull(columns, action, false);
            case DROP_DEFAULT -> defaulted(columns, action, false);
            case DROP_COLUMN -> action.column().ifPresent(column -> columns.remove(column.key()));
            case RENAME_COLUMN -> {
                Optional<Shape> moved =
                        action.column().flatMap(column -> Optional.ofNullable(columns.remove(column.key())));
                action.to().ifPresent(to -> moved.ifPresent(shape -> columns.put(to.key(), shape)));
            }
            case RENAME_TABLE -> action.to().ifPresent(to -> rename(table, to));
            case ADD_CONSTRAINT, DROP_CONSTRAINT, VALIDATE_CONSTRAINT, DROP_PRIMARY_KEY, SET_SCHEMA -> {}
            case OTHER -> {
                if (action.has("SET", "DEFAULT")) {
                    defaulted(columns, action, !action.has("SET", "DEFAULT", "NULL"));
                }
            }
        }
    }

    private static void notNull(Map<String, Shape> columns, Action action, boolean notNull) {
        action.column()
                .ifPresent(column -> columns.computeIfPresent(
                        column.key(), (key, shape) -> new Shape(shape.type(), notNull, shape.defaulted())));
    }

    private static void defaulted(Map<String, Shape> columns, Action action, boolean defaulted) {
        action.column()
                .ifPresent(column -> columns.computeIfPresent(
                        column.key(), (key, shape) -> new Shape(shape.type(), shape.notNull(), defaulted)));
    }

    private void rename(Name from, Name to) {
        Map<String, Shape> columns = tables.remove(from.key());
        if (columns != null) {
            tables.put(to.key(), columns);
        }
        checks.renamed(from, to);
        if (partitioned.contains(from.key())) {
            partitioned.add(to.key());
        }
    }

    /** @param inherits its default may come from a table that this one inherits from */
    private static Shape shape(Column column, boolean inherits) {
        return new Shape(
                ColumnType.of(column), column.notNull() || column.primaryKey(), inherits || column.hasDefault());
    }
}
