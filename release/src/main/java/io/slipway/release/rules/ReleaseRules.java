package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.ALL;
import static io.slipway.release.rules.Rule.MARIADB;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.OFF;
import static io.slipway.release.rules.Severity.WARN;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.StatementReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** How a script goes through a release: whether it can stop half-way, and how it can be taken back. */
final class ReleaseRules {
    private static final String[] CONTROL = {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "ABORT"};

    /** Whatever cannot run in a transaction has one of these words. */
    private static final Set<String> OUTSIDE = Set.of(
            "CONCURRENTLY",
            "VACUUM",
            "REINDEX",
            "CLUSTER",
            "SYSTEM",
            "DATABASE",
            "TABLESPACE",
            "SUBSCRIPTION",
            "DISCARD",
            "PREPARED");

    private ReleaseRules() {}

    static List<StatementRule> all() {
        return List.of(
                rule(
                                "statement-unread",
                                WARN,
                                ALL,
                                (s, scene, found) -> unread(s, scene)
                                        .ifPresent(why -> found.at(
                                                0,
                                                "Rules cannot read this statement (" + why + "), and pass it over.")))
                        .ofAll(),
                rule("transaction-in-script", WARN, POSTGRESQL, (s, scene, found) -> {
                    boolean first = control(s) && scene.before(s).noneMatch(ReleaseRules::control);
                    if (first) {
                        found.at(0, "With a transaction of its own a script no longer runs as a whole or not at all.");
                    }
                }),
                rule("not-in-one-transaction", WARN, POSTGRESQL, (s, scene, found) -> {
                    boolean alone = scene.before(s).findAny().isEmpty()
                            && scene.after(s).findAny().isEmpty()
                            && !scene.rowsWritten(s.script());
                    if (!alone && outside(s) && scene.before(s).noneMatch(ReleaseRules::outside)) {
                        found.at(
                                0,
                                "It cannot run in a transaction, so that none of the script does: it can stop half-way.");
                    }
                }),
                rule("rows-and-definitions-mixed", NOTE, MARIADB, (s, scene, found) -> {
                    if (defines(s) && scene.rowsWrittenBefore(s)) {
                        boolean told = scene.lastBefore(s, ReleaseRules::defines)
                                .filter(scene::rowsWrittenBefore)
                                .isPresent();
                        if (!told) {
                            found.at(
                                    0,
                                    "It commits the rows written above: the script cannot be taken back as a whole.");
                        }
                    }
                }),
                rule("implicit-commit", WARN, MARIADB, (s, scene, found) -> {
                    boolean open = defines(s)
                            && scene.lastBefore(s, each -> control(each) || defines(each))
                                    .filter(each -> each.startsAny("BEGIN", "START"))
                                    .isPresent();
                    if (open) {
                        found.at(0, "It commits the transaction that is open, whatever the COMMIT below says.");
                    }
                }),
                rule(
                        "timeout-turned-off",
                        WARN,
                        POSTGRESQL,
                        (s, scene, found) -> Stream.of("LOCK_TIMEOUT", "STATEMENT_TIMEOUT")
                                .filter(setting -> zero(s, setting))
                                .findFirst()
                                .ifPresent(setting -> found.at(
                                        0, "The limits that an environment sets for locks and statements end here."))),
                rule("several-alters", NOTE, MARIADB, ReleaseRules::severalAlters),
                rule("several-passes", NOTE, POSTGRESQL, ReleaseRules::severalPasses),
                rule("enum-value-stays", NOTE, POSTGRESQL, (s, scene, found) -> {
                    if (s.starts("ALTER", "TYPE") && s.has("ADD", "VALUE")) {
                        found.at(0, "A value of an enum cannot be taken away again: there is no rollback.");
                    }
                }),
                rule("difference-hidden", OFF, ALL, (s, scene, found) -> {
                    boolean hides = s.read() instanceof Sql.CreateTable || s.read() instanceof Sql.CreateIndex;
                    if (hides && s.has("IF", "NOT", "EXISTS")) {
                        found.at(
                                s.offsetOf("IF", "NOT", "EXISTS"),
                                "Where another of that name is there already, it stays as it is and nobody is told.");
                    }
                }));
    }

    private static Optional<String> unread(Statement s, Scene scene) {
        if (s.read() instanceof Sql.Unreadable unread) {
            return Optional.of(unread.why());
        }
        if (s.read() instanceof Sql.Other && !s.tokens().isEmpty() && !Verbs.knows(scene.dialect(), s.tokens())) {
            return Optional.of("no statement begins with '" + s.tokens().get(0).text() + "'");
        }
        return s.read() instanceof Sql.Data || Reader.closed(s.tokens())
                ? Optional.empty()
                : Optional.of("a parenthesis is not closed");
    }

    private static boolean control(Statement s) {
        return s.read() instanceof Sql.Other
                && s.startsAny(CONTROL)
                && s.tokens().size() <= 6;
    }

    private static boolean outside(Statement s) {
        return s.words().stream().anyMatch(OUTSIDE::contains)
                && StatementReader.traits(Dialect.POSTGRESQL, s.sql()).outsideTransaction();
    }

    /** What MariaDB commits before it runs it. */
    private static boolean defines(Statement s) {
        boolean temporary = s.read() instanceof Sql.CreateTable table && table.temporary();
        return s.startsAny("CREATE", "ALTER", "DROP", "RENAME", "TRUNCATE", "GRANT", "REVOKE")
                && !temporary
                && !s.starts("DROP", "TEMPORARY");
    }

    private static boolean zero(Statement s, String setting) {
        if (!s.starts("SET")) {
            return false;
        }
        for (int i = 0; i + 2 < s.tokens().size(); i++) {
            String value = s.tokens().get(i + 2).content();
            if (s.tokens().get(i).is(setting) && (value.equals("0") || value.equals("0s") || value.equals("0ms"))) {
                return true;
            }
        }
        return false;
    }

    /** MariaDB commits each ALTER TABLE, so the next has to wait for the lock again. */
    private static void severalAlters(Statement s, Scene scene, Found found) {
        if (alteredAbove(s, scene).isPresent()) {
            found.at(0, "The statement above alters the same table: each waits for its lock anew.");
        }
    }

    /** In PostgreSQL's transaction the lock is there already; but each statement goes over the rows by itself. */
    private static void severalPasses(Statement s, Scene scene, Found found) {
        alteredAbove(s, scene)
                .filter(RewriteRules::goesOverRows)
                .flatMap(above -> StatementRule.altered(s, scene))
                .filter(RewriteRules::goesOverRows)
                .ifPresent(table -> found.at(
                        0, "Like the statement above it goes over all rows of " + table.table() + ": once would do."));
    }

    /** What the statement just above does to the table that this one alters, where both could be one. */
    private static Optional<Sql.AlterTable> alteredAbove(Statement s, Scene scene) {
        return StatementRule.altered(s, scene)
                .filter(ReleaseRules::mergeable)
                .flatMap(table -> scene.lastBefore(s, each -> true)
                        .filter(each -> each.index() == s.index() - 1)
                        .flatMap(each -> StatementRule.altered(each, scene))
                        .filter(ReleaseRules::mergeable)
                        .filter(other -> other.table().matches(table.table())));
    }

    /** Those that PostgreSQL takes only alone, or that are better off in a transaction of their own. */
    private static boolean mergeable(Sql.AlterTable table) {
        return !table.actions().isEmpty()
                && table.actions().stream()
                        .noneMatch(action -> Set.of(
                                                Action.Kind.RENAME_COLUMN,
                                                Action.Kind.RENAME_TABLE,
                                                Action.Kind.SET_SCHEMA,
                                                Action.Kind.VALIDATE_CONSTRAINT)
                                        .contains(action.kind())
                                || action.has("RENAME")
                                || action.has("PARTITION")
                                || action.constraint()
                                        .filter(Constraint::notValid)
                                        .isPresent());
    }

    private static StatementRule rule(String id, Severity severity, Set<Dialect> dialects, Check check) {
        return StatementRule.of(Topic.RELEASE, severity, dialects, id, check);
    }
}
