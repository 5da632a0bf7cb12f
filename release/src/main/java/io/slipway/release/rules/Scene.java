package io.slipway.release.rules;

import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.Sql.AlterTable;
import io.slipway.release.rules.Sql.CreateIndex;
import io.slipway.release.rules.Sql.CreateTable;
import io.slipway.release.sql.Dialect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What all scripts that are looked at together say, as far as a rule about one statement must know it: above all, which
 * tables they make themselves, so that nobody uses them yet.
 *
 * <p>Statements that only read or write rows are not kept: a script may have millions.
 */
final class Scene {
    private final Dialect dialect;
    private final Map<String, List<Statement>> byScript = new LinkedHashMap<>();
    private final Map<String, Map<Class<? extends Sql>, List<Statement>>> byTable = new HashMap<>();
    private final Map<IndexShape, List<Statement>> indexes = new HashMap<>();
    private final Map<String, List<Statement>> indexNames = new HashMap<>();
    private final Map<String, List<Name>> droppedIndexes = new HashMap<>();
    private final Map<String, List<Made>> made = new HashMap<>();
    private final Map<String, List<Statement>> leaving = new HashMap<>();
    private final Map<String, Integer> written = new HashMap<>();
    private final Shapes shapes = new Shapes();

    Scene(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    boolean mariadb() {
        return dialect == Dialect.MYSQL;
    }

    /** Of an index of a table, by its name alone: what tells it from another. */
    private record IndexShape(String table, List<String> shape) {
        static IndexShape of(CreateIndex index) {
            return new IndexShape(index.table().key(), index.shape());
        }
    }

    /** @param since index of the statement from which on it is there */
    private record Made(Name table, int release, int since) {}

    void add(Statement statement) {
        if (statement.read() instanceof Sql.Data data) {
            if (data.table().isPresent()) {
                written.putIfAbsent(statement.script(), statement.index());
            }
            return;
        }
        byScript.computeIfAbsent(statement.script(), script -> new ArrayList<>())
                .add(statement);
        table(statement)
                .ifPresent(table -> byTable.computeIfAbsent(table.key(), key -> new HashMap<>())
                        .computeIfAbsent(statement.read().getClass(), type -> new ArrayList<>())
                        .add(statement));
        addIndex(statement);
        leaves(statement)
                .forEach(table -> leaving.computeIfAbsent(table.key(), key -> new ArrayList<>())
                        .add(statement));
        makes(statement)
                .ifPresent(table -> made.computeIfAbsent(table.key(), key -> new ArrayList<>())
                        .add(new Made(table, statement.release(), statement.index())));
    }

    private void addIndex(Statement statement) {
        if (statement.read() instanceof CreateIndex index) {
            indexes.computeIfAbsent(IndexShape.of(index), shape -> new ArrayList<>())
                    .add(statement);
            index.name()
                    .ifPresent(name -> indexNames
                            .computeIfAbsent(name.key(), key -> new ArrayList<>())
                            .add(statement));
        } else if (statement.read() instanceof Sql.Drop drop && drop.kind().equals("INDEX")) {
            drop.names()
                    .forEach(name -> droppedIndexes
                            .computeIfAbsent(name.key(), key -> new ArrayList<>())
                            .add(name));
        }
    }

    private static Optional<Name> table(Statement statement) {
        if (statement.read() instanceof CreateTable table) {
            return Optional.of(table.name());
        } else if (statement.read() instanceof AlterTable table) {
            return Optional.of(table.table());
        } else if (statement.read() instanceof CreateIndex index) {
            return Optional.of(index.table());
        }
        return Optional.empty();
    }

    /** The tables that are not there from now on, by these names. */
    private static List<Name> leaves(Statement statement) {
        if (statement.read() instanceof Sql.Drop drop && drop.kind().equals("TABLE")) {
            return drop.names();
        } else if (statement.read() instanceof Sql.Rename renamed) {
            return List.of(renamed.from());
        }
        return renamedTo(statement).isPresent() ? table(statement).map(List::of).orElse(List.of()) : List.of();
    }

    private static Optional<Name> renamedTo(Statement statement) {
        if (statement.read() instanceof Sql.Rename renamed) {
            return Optional.of(renamed.to());
        }
        return statement.read() instanceof AlterTable table
                ? table.actions().stream()
                        .filter(action -> action.kind() == Action.Kind.RENAME_TABLE)
                        .flatMap(action -> action.to().stream())
                        .findFirst()
                : Optional.empty();
    }

    /** The names that a table has from a statement on, one after the other; none when it is dropped in the end. */
    List<Name> namesFrom(Statement statement, Name table) {
        List<Name> names = new ArrayList<>();
        names.add(table);
        Optional<Statement> next = leaving(table, statement);
        while (next.isPresent()) {
            Optional<Name> to = renamedTo(next.get());
            if (to.isEmpty()) {
                return List.of();
            }
            names.add(to.get());
            next = leaving(to.get(), next.get());
        }
        return names;
    }

    private Optional<Statement> leaving(Name table, Statement since) {
        return leaving.getOrDefault(table.key(), List.of()).stream()
                .filter(each ->
                        each.index() > since.index() && leaves(each).stream().anyMatch(table::matches))
                .findFirst();
    }

    /** The table that is there from now on; a new one under another name is a new one. */
    private Optional<Name> makes(Statement statement) {
        if (statement.read() instanceof CreateTable table) {
            return Optional.of(table.name());
        } else if (statement.read() instanceof Sql.Create view && view.kind().equals("MATERIALIZED VIEW")) {
            return Optional.of(view.name());
        }
        return leaves(statement).stream().anyMatch(table -> isNew(table, statement))
                ? renamedTo(statement)
                : Optional.empty();
    }

    /** What tables look like where the check stands. */
    Shapes shapes() {
        return shapes;
    }

    /** Was this table made before that statement, in the same release? */
    boolean isNew(Name table, Statement statement) {
        return made.getOrDefault(table.key(), List.of()).stream()
                .anyMatch(each -> each.release() == statement.release()
                        && each.since() < statement.index()
                        && each.table().matches(table));
    }

    /** Was this column added before that statement, in the same release? */
    boolean isNew(Name table, Optional<Name> column, Statement statement) {
        return column.isPresent()
                && statementsAbout(table, AlterTable.class)
                        .filter(each -> each.release() == statement.release() && each.index() < statement.index())
                        .map(Statement::read)
                        .map(AlterTable.class::cast)
                        .flatMap(each -> each.actions().stream())
                        .filter(action -> action.kind() == Action.Kind.ADD_COLUMN)
                        .anyMatch(action ->
                                action.column().filter(column.get()::matches).isPresent());
    }

    /** The statement that makes the table, wherever it stands. */
    Optional<CreateTable> making(Name table) {
        return about(table, CreateTable.class).findFirst();
    }

    /** Does a statement of this script before that one write rows? */
    boolean rowsWrittenBefore(Statement statement) {
        return written.getOrDefault(statement.script(), Integer.MAX_VALUE) < statement.index();
    }

    boolean rowsWritten(String script) {
        return written.containsKey(script);
    }

    /** The statements of the same script that stand before. */
    Stream<Statement> before(Statement statement) {
        List<Statement> script = statements(statement.script());
        return script.subList(0, place(script, statement)).stream();
    }

    /** The nearest of them that is such a one. */
    Optional<Statement> lastBefore(Statement statement, Predicate<Statement> such) {
        List<Statement> script = statements(statement.script());
        for (int i = place(script, statement) - 1; i >= 0; i--) {
            if (such.test(script.get(i))) {
                return Optional.of(script.get(i));
            }
        }
        return Optional.empty();
    }

    /** The statements of the same script that stand behind. */
    Stream<Statement> after(Statement statement) {
        List<Statement> script = statements(statement.script());
        int place = place(script, statement);
        boolean kept = place < script.size() && script.get(place).index() == statement.index();
        return script.subList(kept ? place + 1 : place, script.size()).stream();
    }

    /** Where a statement stands among those that were kept of its script, or would stand. */
    private static int place(List<Statement> script, Statement statement) {
        int low = 0;
        int high = script.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (script.get(middle).index() < statement.index()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    List<Statement> statements(String script) {
        return byScript.getOrDefault(script, List.of());
    }

    Stream<Statement> statements() {
        return byScript.values().stream().flatMap(List::stream);
    }

    /** What scripts say of one table. */
    <T extends Sql> Stream<T> about(Name table, Class<T> type) {
        return statementsAbout(table, type).map(Statement::read).map(type::cast);
    }

    Stream<Statement> statementsAbout(Name table, Class<? extends Sql> type) {
        return byTable.getOrDefault(table.key(), Map.of()).getOrDefault(type, List.of()).stream()
                .filter(each -> table(each).filter(table::matches).isPresent());
    }

    /** The statements that make an index of the same table over the same. */
    Stream<Statement> indexesLike(CreateIndex index) {
        return indexes.getOrDefault(IndexShape.of(index), List.of()).stream()
                .filter(each -> table(each).filter(index.table()::matches).isPresent());
    }

    /** Does a statement before that one make an index of this name? */
    boolean indexMadeBefore(Name index, Statement statement) {
        return indexNames.getOrDefault(index.key(), List.of()).stream()
                .anyMatch(each -> each.index() < statement.index()
                        && each.read() instanceof CreateIndex made
                        && made.name().filter(index::matches).isPresent());
    }

    /** Does any of the scripts drop it? */
    boolean indexDropped(CreateIndex index) {
        return index.name()
                .filter(name -> droppedIndexes.getOrDefault(name.key(), List.of()).stream()
                        .anyMatch(name::matches))
                .isPresent();
    }

    /** All constraints that the scripts give to a table, those of its making included. */
    Stream<Constraint> constraints(Name table) {
        return Stream.concat(
                about(table, CreateTable.class).flatMap(each -> each.constraints().stream()),
                about(table, AlterTable.class)
                        .flatMap(each -> each.actions().stream())
                        .flatMap(action -> action.constraint().stream()));
    }

    /** The column lists by which rows of a table are found: keys and indexes. */
    Stream<List<Name>> indexed(Name table) {
        Stream<List<Name>> keys = constraints(table)
                .filter(c -> c.kind() == Constraint.Kind.PRIMARY_KEY
                        || c.kind() == Constraint.Kind.UNIQUE
                        || c.kind() == Constraint.Kind.INDEX)
                .map(Constraint::columns);
        Stream<List<Name>> indexes = about(table, CreateIndex.class)
                .filter(index -> !index.partial())
                .map(CreateIndex::columns);
        Stream<List<Name>> columns = about(table, CreateTable.class)
                .flatMap(each -> each.columns().stream())
                .filter(column -> column.primaryKey() || column.unique())
                .map(column -> List.of(column.name()));
        return Stream.of(keys, indexes, columns).flatMap(each -> each);
    }
}
