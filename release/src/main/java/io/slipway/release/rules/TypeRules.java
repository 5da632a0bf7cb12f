package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.MARIADB;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Rule.SERVERS;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.OFF;
import static io.slipway.release.rules.Severity.WARN;
import static io.slipway.release.rules.StatementRule.columns;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.CreateTable;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.Dialect;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Types that are easily chosen and hard to change once rows are there. */
final class TypeRules {
    private static final Pattern MONEY =
            Pattern.compile("(.*_)?(price|amount|salary|balance|cost|fee|vat|tax|discount)(_.*)?");

    private static final Set<String> SMALL_INTEGERS = Set.of(
            "int", "integer", "int4", "serial", "serial4", "smallint", "int2", "smallserial", "serial2", "mediumint");

    private TypeRules() {}

    static List<StatementRule> all() {
        return List.of(
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
                        column ->
                                column.type().equals("timetz") || column.type().equals("time with time zone"),
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
                            if (Set.of("real", "float", "float4", "float8", "double", "double precision")
                                            .contains(column.type())
                                    && MONEY.matcher(column.name().key()).matches()) {
                                found.at(
                                        column.name().offset(),
                                        column.name().text() + " looks like money, and " + column.type()
                                                + " has no exact tenths.");
                            }
                        })),
                rule("small-primary-key", NOTE, SERVERS, TypeRules::smallKey),
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
                        })));
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
                    // MariaDB's SERIAL is BIGINT UNSIGNED
                    .filter(column -> !(scene.mariadb() && column.serial()))
                    .filter(column -> column.identity()
                            && SMALL_INTEGERS.contains(column.type().replace(" unsigned", "")))
                    .forEach(column -> found.at(
                            column.name().offset(),
                            column.name().text() + " of " + table.name() + " is numbered by " + column.type()
                                    + ", which can run out."));
        }
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
