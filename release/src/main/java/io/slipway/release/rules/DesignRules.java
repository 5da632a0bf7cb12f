package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.MARIADB;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Rule.SERVERS;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.OFF;
import static io.slipway.release.rules.Severity.WARN;
import static io.slipway.release.rules.StatementRule.columns;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.CreateIndex;
import io.slipway.release.rules.Sql.CreateTable;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Types and shapes that are easily chosen and hard to change once rows are there. */
final class DesignRules {
    private static final Pattern MONEY =
            Pattern.compile("(.*_)?(price|amount|salary|balance|cost|fee|vat|tax|discount)(_.*)?");

    private static final Set<String> SMALL_INTEGERS = Set.of(
            "int", "integer", "int4", "serial", "serial4", "smallint", "int2", "smallserial", "serial2", "mediumint");

    private DesignRules() {}

    static List<StatementRule> all() {
        return Stream.concat(
                        Stream.of(
                                rule("primary-key-missing", WARN, SERVERS, DesignRules::primaryKey),
                                rule("foreign-key-without-index", NOTE, POSTGRESQL, DesignRules::foreignKey),
                                rule("index-twice", WARN, SERVERS, DesignRules::indexTwice),
                                rule("index-column-twice", WARN, SERVERS, (s, scene, found) -> {
                                    if (s.read() instanceof CreateIndex index) {
                                        Set<String> seen = new HashSet<>();
                                        index.columns().stream()
                                                .filter(column -> !seen.add(column.key()))
                                                .forEach(column -> found.at(
                                                        column.offset(), column.text() + " stands there twice."));
                                    }
                                }),
                                type(
                                        "type-char",
                                        NOTE,
                                        POSTGRESQL,
                                        column -> (column.type().equals("char")
                                                        || column.type().equals("character")
                                                        || column.type().equals("bpchar"))
                                                && !isOne(column),
                                        "is filled up with blanks, which some comparisons see and others don't"),
                                type(
                                        "type-timestamp",
                                        NOTE,
                                        POSTGRESQL,
                                        column -> column.type().equals("timestamp")
                                                || column.type().equals("timestamp without time zone"),
                                        "holds a time of day and not an instant: what it means depends on who wrote it"),
                                type(
                                        "type-timetz",
                                        WARN,
                                        POSTGRESQL,
                                        column -> column.type().equals("timetz")
                                                || column.type().equals("time with time zone"),
                                        "has an offset without a day, so that nobody knows whether summer time holds"),
                                type(
                                        "type-json",
                                        NOTE,
                                        POSTGRESQL,
                                        column -> column.type().equals("json"),
                                        "keeps text that is parsed at each use, cannot be compared and takes no index of its content"),
                                type(
                                        "type-money",
                                        WARN,
                                        POSTGRESQL,
                                        column -> column.type().equals("money"),
                                        "depends on a setting of the database for its currency and its digits"),
                                type(
                                        "type-serial",
                                        NOTE,
                                        POSTGRESQL,
                                        Column::serial,
                                        "makes a sequence with rights and an owner of its own; an identity column has neither"),
                                type(
                                        "type-varchar",
                                        OFF,
                                        POSTGRESQL,
                                        column -> (column.type().equals("varchar")
                                                        || column.type().equals("character varying"))
                                                && !column.size().isEmpty(),
                                        "has a length that is part of the type, so that a shorter one rewrites the table"),
                                rule(
                                        "float-for-money",
                                        WARN,
                                        SERVERS,
                                        (s, scene, found) -> columns(s, (table, column) -> {
                                            if (Set.of(
                                                                    "real",
                                                                    "float",
                                                                    "float4",
                                                                    "float8",
                                                                    "double",
                                                                    "double precision")
                                                            .contains(column.type())
                                                    && MONEY.matcher(column.name()
                                                                    .key())
                                                            .matches()) {
                                                found.at(
                                                        column.name().offset(),
                                                        column.name().text() + " looks like money, and " + column.type()
                                                                + " has no exact tenths.");
                                            }
                                        })),
                                rule("small-primary-key", NOTE, SERVERS, DesignRules::smallKey),
                                rule("table-unlogged", WARN, POSTGRESQL, (s, scene, found) -> {
                                    if (s.read() instanceof CreateTable table && table.unlogged()) {
                                        found.at(
                                                0,
                                                table.name()
                                                        + " is emptied after a crash, and replicas have none of its rows.");
                                    }
                                }),
                                rule("table-inherits", NOTE, POSTGRESQL, (s, scene, found) -> {
                                    if (s.read() instanceof CreateTable table && table.inherits()) {
                                        found.at(
                                                s.offsetOf("INHERITS"),
                                                "Keys and foreign keys of the parent do not hold for the rows of "
                                                        + table.name() + ".");
                                    }
                                }),
                                rule("rewrite-rule", WARN, POSTGRESQL, (s, scene, found) -> {
                                    if (s.read() instanceof Sql.Create made
                                            && made.kind().equals("RULE")) {
                                        found.at(0, "It changes statements before they run, in ways that surprise.");
                                    }
                                })),
                        mariadb())
                .toList();
    }

    private static Stream<StatementRule> mariadb() {
        return Stream.of(
                rule("engine-not-innodb", WARN, MARIADB, (s, scene, found) -> {
                    int at = engine(s);
                    if (at >= 0 && !s.tokens().get(at).content().equalsIgnoreCase("InnoDB")) {
                        found.at(
                                s.tokens().get(at).offset(),
                                s.tokens().get(at).content() + " has no transactions, or no rows after a crash.");
                    }
                }),
                rule("charset-utf8mb3", WARN, MARIADB, (s, scene, found) -> {
                    if (s.read() instanceof CreateTable || s.read() instanceof Sql.AlterTable) {
                        s.tokens().stream()
                                .filter(token -> token.is("utf8")
                                        || token.is("utf8mb3")
                                        || token.nameable()
                                                && token.content()
                                                        .toLowerCase(Locale.ROOT)
                                                        .matches("utf8(mb3)?_[a-z0-9_]+"))
                                .findFirst()
                                .ifPresent(token -> found.at(
                                        token.offset(), token.text() + " cannot hold characters of four bytes."));
                    }
                }),
                rule(
                        "zero-date",
                        WARN,
                        MARIADB,
                        (s, scene, found) -> columns(
                                s,
                                (table, column) -> column.fallback()
                                        .filter(value -> value.get(0).content().startsWith("0000-00-00"))
                                        .ifPresent(value -> found.at(
                                                value.get(0).offset(),
                                                "There is no such day: a strict server refuses it.")))),
                rule(
                        "float-with-digits",
                        NOTE,
                        MARIADB,
                        (s, scene, found) -> columns(s, (table, column) -> {
                            if ((column.type().startsWith("float")
                                            || column.type().startsWith("double"))
                                    && column.size().stream().anyMatch(token -> token.is(","))) {
                                found.at(column.name().offset(), "Digits of a float are rounded without a word.");
                            }
                        })),
                rule("auto-increment-start", NOTE, MARIADB, (s, scene, found) -> {
                    if (s.read() instanceof CreateTable table && Reader.has(table.options(), "AUTO_INCREMENT")) {
                        found.at(
                                s.offsetOf("AUTO_INCREMENT", "="),
                                "Its first number is one that another database had.");
                    }
                }));
    }

    private static void primaryKey(Statement s, Scene scene, Found found) {
        if (s.read() instanceof CreateTable table && !table.temporary() && !table.derived() && !table.inherits()) {
            boolean keyed = table.columns().stream().anyMatch(Column::primaryKey)
                    || scene.constraints(table.name()).anyMatch(c -> c.kind() == Constraint.Kind.PRIMARY_KEY)
                    || scene.about(table.name(), Sql.AlterTable.class)
                            .anyMatch(altered -> altered.actions().stream()
                                    .flatMap(action -> action.definition().stream())
                                    .anyMatch(Column::primaryKey));
            if (!keyed) {
                found.at(table.name().offset(), table.name() + " has no primary key: no row of it can be named.");
            }
        }
    }

    private static void foreignKey(Statement s, Scene scene, Found found) {
        columns(
                s,
                (table, column) -> column.references()
                        .ifPresent(other -> unindexed(
                                scene,
                                table,
                                List.of(column.name()),
                                column.name().offset(),
                                found)));
        if (s.read() instanceof CreateTable table) {
            table.constraints().forEach(constraint -> foreignKey(scene, table.name(), constraint, found));
        } else if (s.read() instanceof Sql.AlterTable table
                && scene.making(table.table()).isPresent()) {
            table.actions().stream()
                    .flatMap(action -> action.constraint().stream())
                    .forEach(constraint -> foreignKey(scene, table.table(), constraint, found));
        }
    }

    private static void foreignKey(Scene scene, Name table, Constraint constraint, Found found) {
        if (constraint.kind() == Constraint.Kind.FOREIGN_KEY) {
            unindexed(scene, table, constraint.columns(), constraint.offset(), found);
        }
    }

    /** An index serves when it begins with the columns, in whatever order. */
    private static void unindexed(Scene scene, Name table, List<Name> columns, int offset, Found found) {
        List<String> wanted = columns.stream().map(Name::key).toList();
        boolean served = scene.indexed(table)
                .anyMatch(index -> index.size() >= wanted.size()
                        && index.subList(0, wanted.size()).stream()
                                .map(Name::key)
                                .toList()
                                .containsAll(wanted));
        if (!served && !wanted.isEmpty()) {
            found.at(
                    offset,
                    "No index of " + table + " begins with " + String.join(", ", wanted)
                            + ": whoever deletes a row there reads all of it here.");
        }
    }

    private static void indexTwice(Statement s, Scene scene, Found found) {
        if (s.read() instanceof CreateIndex index && !index.columns().isEmpty() && !index.partial()) {
            List<String> shape = shape(s);
            boolean twice = scene.statementsAbout(index.table())
                            .filter(each -> each.index() < s.index()
                                    && each.read() instanceof CreateIndex other
                                    && !other.partial()
                                    && !dropped(scene, other))
                            .anyMatch(each -> shape(each).equals(shape))
                    || shape.size() == 1 + index.columns().size()
                            && scene.constraints(index.table())
                                    .filter(c -> c.kind() == Constraint.Kind.PRIMARY_KEY
                                            || c.kind() == Constraint.Kind.UNIQUE)
                                    .anyMatch(c -> keys(c.columns()).equals(keys(index.columns())));
            if (twice) {
                found.at(0, "Another index of " + index.table() + " has the same columns already.");
            }
        }
    }

    private static boolean dropped(Scene scene, CreateIndex index) {
        return index.name().isPresent()
                && scene.statements()
                        .anyMatch(each -> each.read() instanceof Sql.Drop drop
                                && drop.kind().equals("INDEX")
                                && drop.names().stream().anyMatch(index.name().get()::matches));
    }

    /** What tells an index from another: method, columns, orders and classes, all behind the table's name. */
    private static List<String> shape(Statement s) {
        Reader in = new Reader(s.tokens());
        while (!in.skip("ON")) {
            in.next();
        }
        in.skip("ONLY");
        in.name();
        List<String> shape = new ArrayList<>();
        if (in.skip("USING")) {
            shape.add(in.next().word());
        } else {
            shape.add("BTREE");
        }
        Reader.parts(in.parentheses())
                .forEach(part -> shape.add(SqlToken.shown(part).toLowerCase(Locale.ROOT)));
        Reader rest = new Reader(in.rest());
        if (rest.skip("INCLUDE")) {
            shape.add("include " + SqlToken.shown(rest.parentheses()));
        }
        return shape;
    }

    private static List<String> keys(List<Name> names) {
        return names.stream().map(Name::key).toList();
    }

    private static void smallKey(Statement s, Scene scene, Found found) {
        if (s.read() instanceof CreateTable table) {
            Set<String> keys = new HashSet<>();
            table.constraints().stream()
                    .filter(c -> c.kind() == Constraint.Kind.PRIMARY_KEY
                            && c.columns().size() == 1)
                    .forEach(c -> keys.add(c.columns().get(0).key()));
            table.columns().stream()
                    .filter(column ->
                            column.primaryKey() || keys.contains(column.name().key()))
                    .filter(column -> column.identity()
                            && SMALL_INTEGERS.contains(column.type().replace(" unsigned", "")))
                    .forEach(column -> found.at(
                            column.name().offset(),
                            column.name().text() + " of " + table.name() + " is numbered by " + column.type()
                                    + ", which can run out."));
        }
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

    private static boolean isOne(Column column) {
        return column.size().isEmpty()
                || column.size().size() == 1 && column.size().get(0).text().equals("1");
    }

    private static StatementRule type(
            String id, Severity severity, Set<Dialect> dialects, Predicate<Column> when, String why) {
        return rule(
                id,
                severity,
                dialects,
                (s, scene, found) -> columns(s, (table, column) -> {
                    if (when.test(column)) {
                        found.at(
                                column.name().offset(),
                                "The type of " + column.name().text() + ", " + column.type() + ", " + why + ".");
                    }
                }));
    }

    private static StatementRule rule(String id, Severity severity, Set<Dialect> dialects, Check check) {
        return StatementRule.of(Topic.DESIGN, severity, dialects, id, check);
    }
}
