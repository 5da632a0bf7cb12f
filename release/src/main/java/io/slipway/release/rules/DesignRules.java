package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.MARIADB;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Rule.SERVERS;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.WARN;
import static io.slipway.release.rules.StatementRule.columns;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.CreateIndex;
import io.slipway.release.rules.Sql.CreateTable;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SqlToken;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shapes of tables that are easily chosen and regretted later. */
final class DesignRules {
    private DesignRules() {}

    static List<StatementRule> all() {
        return List.of(
                rule("primary-key-missing", WARN, SERVERS, DesignRules::primaryKey),
                rule("foreign-key-without-index", NOTE, POSTGRESQL, DesignRules::foreignKey),
                rule("index-twice", WARN, SERVERS, DesignRules::indexTwice),
                rule("index-column-twice", WARN, SERVERS, (s, scene, found) -> {
                    if (s.read() instanceof CreateIndex index) {
                        Set<String> seen = new HashSet<>();
                        index.columns().stream()
                                .filter(column -> !seen.add(column.key()))
                                .forEach(column -> found.at(column.offset(), column.text() + " stands there twice."));
                    }
                }),
                rule("table-unlogged", WARN, POSTGRESQL, (s, scene, found) -> {
                    if (s.read() instanceof CreateTable table && table.unlogged()) {
                        found.at(0, table.name() + " is emptied after a crash, and replicas have none of its rows.");
                    }
                }),
                rule("autovacuum-off", WARN, POSTGRESQL, DesignRules::autovacuum),
                rule("table-inherits", NOTE, POSTGRESQL, (s, scene, found) -> {
                    if (s.read() instanceof CreateTable table && table.inherits()) {
                        found.at(
                                s.offsetOf("INHERITS"),
                                "Keys and foreign keys of the parent do not hold for the rows of " + table.name()
                                        + ".");
                    }
                }),
                rule("rewrite-rule", WARN, POSTGRESQL, (s, scene, found) -> {
                    if (s.read() instanceof Sql.Create made && made.kind().equals("RULE")) {
                        found.at(0, "It changes statements before they run, in ways that surprise.");
                    }
                }),
                rule("engine-not-innodb", WARN, MARIADB, (s, scene, found) -> {
                    int at = engine(s);
                    if (at >= 0 && !s.tokens().get(at).content().equalsIgnoreCase("InnoDB")) {
                        found.at(
                                s.tokens().get(at).offset(),
                                s.tokens().get(at).content() + " has no transactions, or no rows after a crash.");
                    }
                }),
                rule("auto-increment-start", NOTE, MARIADB, (s, scene, found) -> {
                    if (s.read() instanceof CreateTable table && numberedFrom(table.options()) > 1) {
                        found.at(
                                s.offsetOf("AUTO_INCREMENT", "="),
                                "Its first number is one that another database had.");
                    }
                }));
    }

    private static void autovacuum(Statement s, Scene scene, Found found) {
        if (s.read() instanceof CreateTable made && !made.temporary()) {
            autovacuum(s, made.name(), made.options(), scene, found);
        } else if (s.read() instanceof Sql.AlterTable altered) {
            altered.actions().forEach(action -> autovacuum(s, altered.table(), action.tokens(), scene, found));
        }
    }

    private static void autovacuum(Statement s, Name table, List<SqlToken> options, Scene scene, Found found) {
        int at = autovacuumOff(options);
        boolean again = at >= 0
                && scene.after(s)
                        .anyMatch(each -> each.read() instanceof Sql.AlterTable later
                                && later.table().matches(table)
                                && each.has("AUTOVACUUM_ENABLED")
                                && autovacuumOff(each.tokens()) < 0);
        if (at >= 0 && !again) {
            found.at(options.get(at).offset(), table + " is not vacuumed nor analysed any more.");
        }
    }

    /** Where it is switched off; -1 when nowhere. */
    private static int autovacuumOff(List<SqlToken> tokens) {
        int at = Reader.find(tokens, 0, "AUTOVACUUM_ENABLED", "=");
        boolean off = at >= 0
                && at + 2 < tokens.size()
                && Set.of("off", "false", "no", "0")
                        .contains(tokens.get(at + 2).content().toLowerCase(Locale.ROOT));
        return off ? at : -1;
    }

    /** What {@code AUTO_INCREMENT} among a table's options says; 0 when it is not there. */
    private static long numberedFrom(List<SqlToken> options) {
        for (int i = 0; i < options.size(); i++) {
            if (options.get(i).is("AUTO_INCREMENT")) {
                return options.stream()
                        .skip(i + 1L)
                        .map(SqlToken::content)
                        .filter(content -> content.matches("\\d{1,18}"))
                        .mapToLong(Long::parseLong)
                        .findFirst()
                        .orElse(0);
            }
        }
        return 0;
    }

    private static void primaryKey(Statement s, Scene scene, Found found) {
        if (s.read() instanceof CreateTable table && !table.temporary() && !table.derived() && !table.inherits()) {
            boolean keyed = table.columns().stream().anyMatch(Column::primaryKey)
                    || scene.constraints(table.name()).anyMatch(c -> c.kind() == Constraint.Kind.PRIMARY_KEY)
                    || scene.about(table.name(), Sql.AlterTable.class)
                            .anyMatch(altered -> altered.actions().stream()
                                    .flatMap(action -> action.definition().stream())
                                    .anyMatch(Column::primaryKey));
            if (!keyed && !uniqueAndSet(table, scene)) {
                found.at(table.name().offset(), table.name() + " has no primary key: no row of it can be named.");
            }
        }
    }

    /** A unique key over columns that are never NULL names rows as a primary key does. */
    private static boolean uniqueAndSet(CreateTable table, Scene scene) {
        Set<String> set = table.columns().stream()
                .filter(Column::notNull)
                .map(column -> column.name().key())
                .collect(Collectors.toSet());
        Stream<List<Name>> keys = Stream.of(
                        table.columns().stream().filter(Column::unique).map(column -> List.of(column.name())),
                        scene.constraints(table.name())
                                .filter(each -> each.kind() == Constraint.Kind.UNIQUE)
                                .map(Constraint::columns),
                        scene.about(table.name(), CreateIndex.class)
                                .filter(each -> each.unique() && !each.partial())
                                .map(CreateIndex::columns))
                .flatMap(each -> each);
        return keys.anyMatch(
                columns -> !columns.isEmpty() && columns.stream().allMatch(column -> set.contains(column.key())));
    }

    private static void foreignKey(Statement s, Scene scene, Found found) {
        columns(
                s,
                (table, column) -> column.references()
                        .ifPresent(other -> unindexed(
                                s,
                                scene,
                                table,
                                List.of(column.name()),
                                column.name().offset(),
                                found)));
        if (s.read() instanceof CreateTable table) {
            table.constraints().forEach(constraint -> foreignKey(s, scene, table.name(), constraint, found));
        } else if (s.read() instanceof Sql.AlterTable table
                && scene.making(table.table()).isPresent()) {
            table.actions().stream()
                    .flatMap(action -> action.constraint().stream())
                    .forEach(constraint -> foreignKey(s, scene, table.table(), constraint, found));
        }
    }

    private static void foreignKey(Statement s, Scene scene, Name table, Constraint constraint, Found found) {
        if (constraint.kind() == Constraint.Kind.FOREIGN_KEY) {
            unindexed(s, scene, table, constraint.columns(), constraint.offset(), found);
        }
    }

    /** An index serves when it begins with one of the columns: of the others, few rows are left. */
    private static void unindexed(Statement s, Scene scene, Name table, List<Name> columns, int offset, Found found) {
        List<String> wanted = columns.stream().map(Name::key).toList();
        List<Name> names = scene.namesFrom(s, table);
        boolean served = names.stream()
                .flatMap(scene::indexed)
                .anyMatch(index ->
                        !index.isEmpty() && wanted.contains(index.get(0).key()));
        if (!served && !wanted.isEmpty() && !names.isEmpty()) {
            found.at(
                    offset,
                    "No index of " + table + " begins with "
                            + columns.stream().map(Name::text).collect(Collectors.joining(" or "))
                            + ": whoever deletes a row there reads all of it here.");
        }
    }

    private static void indexTwice(Statement s, Scene scene, Found found) {
        if (s.read() instanceof CreateIndex index && !index.columns().isEmpty() && !index.partial()) {
            boolean twice = scene.indexesLike(index)
                            .anyMatch(each -> each.index() < s.index()
                                    && each.read() instanceof CreateIndex other
                                    && !other.partial()
                                    && !scene.indexDropped(other))
                    || index.shape().size() == 1 + index.columns().size()
                            && scene.constraints(index.table())
                                    .filter(c -> c.kind() == Constraint.Kind.PRIMARY_KEY
                                            || c.kind() == Constraint.Kind.UNIQUE)
                                    .anyMatch(c -> keys(c.columns()).equals(keys(index.columns())));
            if (twice) {
                found.at(0, "Another index of " + index.table() + " has the same columns already.");
            }
        }
    }

    private static List<String> keys(List<Name> names) {
        return names.stream().map(Name::key).toList();
    }

    /** Where the name of the engine stands among the tokens; -1 when none is named. */
    private static int engine(Statement s) {
        if (!(s.read() instanceof CreateTable || s.read() instanceof Sql.AlterTable)) {
            return -1;
        }
        List<SqlToken> tokens = s.read() instanceof CreateTable table ? table.options() : s.tokens();
        int from = s.tokens().size() - tokens.size();
        int at = Reader.find(s.tokens(), from, "ENGINE");
        if (at < 0 || at + 1 >= s.tokens().size()) {
            return -1;
        }
        int value = s.tokens().get(at + 1).is("=") ? at + 2 : at + 1;
        return value < s.tokens().size() ? value : -1;
    }

    private static StatementRule rule(String id, Severity severity, Set<Dialect> dialects, Check check) {
        return StatementRule.of(Topic.DESIGN, severity, dialects, id, check);
    }
}
