package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Rule.SERVERS;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.WARN;
import static io.slipway.release.rules.StatementRule.added;
import static io.slipway.release.rules.StatementRule.altered;
import static io.slipway.release.rules.StatementRule.changes;

import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.Sql.AlterTable;
import io.slipway.release.rules.Sql.CreateIndex;
import io.slipway.release.rules.Sql.Drop;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Claim;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** What makes others wait: locks that are held while a table is read or written as a whole. */
final class LockRules {
    private LockRules() {}

    static List<StatementRule> all() {
        return List.of(
                pg("index-blocks-writes", WARN, LockRules::index),
                pg("drop-index-blocks", NOTE, LockRules::dropIndex),
                pg("reindex-blocks", WARN, (s, scene, found) -> {
                    if (s.starts("REINDEX") && !s.has("CONCURRENTLY")) {
                        found.at(
                                0,
                                "Writers of the table wait until the indexes are built anew, and readers that plan a query of it too.");
                    }
                }),
                pg("refresh-blocks", NOTE, LockRules::refresh),
                StatementRule.of(Topic.LOCKS, WARN, SERVERS, "sleep", LockRules::sleep)
                        .ofAll(),
                pg("foreign-key-validates", WARN, (s, scene, found) -> {
                    added(s, scene, Constraint.Kind.FOREIGN_KEY, (table, constraint) -> {
                        if (!constraint.notValid()) {
                            found.at(
                                    constraint.offset(),
                                    "All rows of " + table.table() + " are checked while writers of it and of "
                                            + constraint
                                                    .references()
                                                    .map(Name::toString)
                                                    .orElse("the other table")
                                            + " wait.",
                                    Claim.of(table.table(), Work.COMPARED, Work.SCANNED));
                        }
                    });
                    validatedUnderLock(
                            s,
                            scene,
                            Constraint.Kind.FOREIGN_KEY,
                            (table, action) -> found.at(
                                    action.offset(),
                                    "All rows of " + table.table()
                                            + " are checked while writers of it wait: what added the"
                                            + " foreign key locked it for the rest of the script.",
                                    Claim.of(table.table(), Work.COMPARED, Work.SCANNED)));
                }),
                pg("check-validates", WARN, (s, scene, found) -> {
                    added(s, scene, Constraint.Kind.CHECK, (table, constraint) -> {
                        if (!constraint.notValid()) {
                            found.at(
                                    constraint.offset(),
                                    "All rows of " + table.table() + " are checked while nobody can read or write it.",
                                    Claim.of(table.table(), Work.SCANNED, Work.REWRITTEN));
                        }
                    });
                    validatedUnderLock(
                            s,
                            scene,
                            Constraint.Kind.CHECK,
                            (table, action) -> found.at(
                                    action.offset(),
                                    "All rows of " + table.table()
                                            + " are checked while nobody can read or write it: what"
                                            + " added the check locked it for the rest of the script.",
                                    Claim.of(table.table(), Work.SCANNED, Work.REWRITTEN)));
                }),
                pg("unique-builds-index", WARN, LockRules::uniqueAdded),
                pg("primary-key-builds-index", WARN, LockRules::primaryKeyAdded),
                pg(
                        "exclusion-builds-index",
                        WARN,
                        (s, scene, found) -> added(
                                s,
                                scene,
                                Constraint.Kind.EXCLUDE,
                                (table, constraint) -> found.at(
                                        constraint.offset(),
                                        "An index over all rows of " + table.table()
                                                + " is built while nobody can read or write it; there is no other way."))),
                pg("not-null-scans", WARN, LockRules::notNull),
                pg(
                        "detach-partition-blocks",
                        WARN,
                        (s, scene, found) -> changes(s, scene, Action.Kind.OTHER, (table, action) -> {
                            if (action.has("DETACH", "PARTITION")
                                    && !action.has("CONCURRENTLY")
                                    && !action.has("FINALIZE")) {
                                found.at(
                                        action.offset(),
                                        "Nobody can read or write " + table.table()
                                                + " until all who use it are done.");
                            }
                        })),
                pg("attach-partition-scans", WARN, LockRules::attached),
                pg("domain-check-validates", WARN, (s, scene, found) -> {
                    if (s.starts("ALTER", "DOMAIN") && s.has("CHECK") && !s.has("NOT", "VALID")) {
                        found.at(
                                0,
                                "All tables with columns of this domain are checked while writers of them wait.",
                                new Claim(Set.of(Work.SCANNED), Optional.empty()));
                    }
                }),
                pg("lock-taken", WARN, (s, scene, found) -> {
                    boolean weak = s.has("ACCESS", "SHARE")
                            || s.has("ROW", "SHARE")
                            || s.has("IN", "ROW", "EXCLUSIVE")
                            || s.has("SHARE", "UPDATE");
                    if (s.starts("LOCK") && !weak) {
                        found.at(0, "Others wait for this lock until the script ends.");
                    }
                }),
                pg("rows-under-lock", WARN, LockRules::rowsUnderLock).ofRows());
    }

    /** Validating lets others go on, but not in the transaction that added the constraint. */
    private static void validatedUnderLock(
            Statement s, Scene scene, Constraint.Kind kind, BiConsumer<AlterTable, Action> each) {
        changes(s, scene, Action.Kind.VALIDATE_CONSTRAINT, (table, action) -> {
            boolean locked = s.transaction()
                    && Stream.concat(sinceCommit(s, scene), Stream.of(s))
                            .map(Statement::read)
                            .filter(AlterTable.class::isInstance)
                            .map(AlterTable.class::cast)
                            .filter(altered -> altered.table().matches(table.table()))
                            .flatMap(altered -> altered.actions().stream())
                            .flatMap(added -> added.constraint().stream())
                            .anyMatch(added -> added.kind() == kind
                                    && added.name()
                                            .flatMap(name -> action.column().filter(name::matches))
                                            .isPresent());
            if (locked) {
                each.accept(table, action);
            }
        });
    }

    private static Stream<Statement> sinceCommit(Statement s, Scene scene) {
        int committed = scene.lastBefore(s, each -> each.startsAny("COMMIT", "END"))
                .map(Statement::index)
                .orElse(-1);
        return scene.before(s).filter(each -> each.index() > committed);
    }

    private static void index(Statement s, Scene scene, Found found) {
        if (s.read() instanceof CreateIndex index && !index.concurrently() && !scene.isNew(index.table(), s)) {
            found.at(
                    0,
                    "Writers of " + index.table() + " wait until the index is built.",
                    Claim.of(index.table(), Work.INDEXED));
        }
    }

    private static void dropIndex(Statement s, Scene scene, Found found) {
        if (s.read() instanceof Drop drop && drop.kind().equals("INDEX") && !drop.concurrently()) {
            boolean ours = drop.names().stream().allMatch(name -> scene.indexMadeBefore(name, s));
            if (!ours) {
                found.at(0, "Nobody can read or write its table until all who use it are done.");
            }
        }
    }

    /** With a validated CHECK that says the same as the bounds, PostgreSQL needs no look at the rows. */
    private static void attached(Statement s, Scene scene, Found found) {
        changes(s, scene, Action.Kind.OTHER, (table, action) -> {
            Reader in = new Reader(action.tokens());
            if (in.skip("ATTACH", "PARTITION")) {
                Name partition = in.name();
                boolean checked = scene.constraints(partition).anyMatch(each -> each.kind() == Constraint.Kind.CHECK);
                if (!checked && !scene.isNew(partition, s)) {
                    found.at(
                            action.offset(),
                            "All rows of " + partition + " are looked at while nobody can read or write it.",
                            Claim.of(partition, Work.SCANNED));
                }
            }
        });
    }

    private static void sleep(Statement s, Scene scene, Found found) {
        Set<String> functions =
                scene.mariadb() ? Set.of("SLEEP") : Set.of("PG_SLEEP", "PG_SLEEP_FOR", "PG_SLEEP_UNTIL");
        Call.of(s, functions)
                .filter(call -> call.builtIn() && !moment(call.arguments()))
                .forEach(call -> found.at(
                        call.offset(), "The release waits here, and so does whoever needs what it has locked."));
    }

    /** A second or less, as between the steps of a change that is made in small ones. */
    private static boolean moment(List<SqlToken> seconds) {
        return seconds.size() == 1
                && seconds.get(0).kind() == SqlToken.Kind.NUMBER
                && seconds.get(0).text().matches("0|1|1?\\.0*|0?\\.\\d+");
    }

    private static void refresh(Statement s, Scene scene, Found found) {
        if (s.starts("REFRESH", "MATERIALIZED", "VIEW") && !s.has("CONCURRENTLY") && !s.has("NO", "DATA")) {
            Name view = new Reader(s.tokens().subList(3, s.tokens().size())).name();
            if (!scene.isNew(view, s)) {
                found.at(0, "Nobody can read " + view + " until it is filled.");
            }
        }
    }

    private static void uniqueAdded(Statement s, Scene scene, Found found) {
        added(s, scene, Constraint.Kind.UNIQUE, (table, constraint) -> {
            if (!constraint.usingIndex()) {
                found.at(
                        constraint.offset(),
                        "An index over all rows of " + table.table() + " is built while nobody can read or write it.",
                        Claim.of(table.table(), Work.INDEXED, Work.REWRITTEN));
            }
        });
        changes(
                s,
                scene,
                Action.Kind.ADD_COLUMN,
                (table, action) -> action.definition()
                        .filter(Column::unique)
                        .ifPresent(column -> found.at(
                                action.offset(),
                                "An index over all rows of " + table.table()
                                        + " is built while nobody can read or write it.",
                                Claim.of(table.table(), Work.INDEXED, Work.REWRITTEN))));
    }

    private static void primaryKeyAdded(Statement s, Scene scene, Found found) {
        added(s, scene, Constraint.Kind.PRIMARY_KEY, (table, constraint) -> {
            if (!constraint.usingIndex()) {
                found.at(
                        constraint.offset(),
                        "An index over all rows of " + table.table()
                                + " is built, and its columns checked, while nobody can read or write it.",
                        Claim.of(table.table(), Work.INDEXED, Work.REWRITTEN));
            }
        });
        changes(
                s,
                scene,
                Action.Kind.ADD_COLUMN,
                (table, action) -> action.definition()
                        .filter(Column::primaryKey)
                        .ifPresent(column -> found.at(
                                action.offset(),
                                "An index over all rows of " + table.table()
                                        + " is built while nobody can read or write it.",
                                Claim.of(table.table(), Work.INDEXED, Work.REWRITTEN))));
    }

    /** With a validated CHECK that says the same, PostgreSQL needs no look at the rows. */
    private static void notNull(Statement s, Scene scene, Found found) {
        changes(s, scene, Action.Kind.SET_NOT_NULL, (table, action) -> {
            boolean validated = action.column()
                    .filter(column -> scene.shapes().checks().neverNull(table.table(), column))
                    .isPresent();
            boolean already = action.column()
                    .flatMap(column -> scene.shapes().column(table.table(), column))
                    .filter(Shapes.Shape::notNull)
                    .isPresent();
            if (!validated && !already) {
                found.at(
                        action.offset(),
                        "All rows of " + table.table() + " are looked at while nobody can read or write it.",
                        Claim.of(table.table(), Work.SCANNED, Work.REWRITTEN));
            }
        });
    }

    /** One that alters a table which was there, and then writes rows in the same transaction. */
    private static void rowsUnderLock(Statement s, Scene scene, Found found) {
        if (s.read() instanceof Sql.Data data
                && !data.verb().equals("SELECT")
                && !data.verb().equals("INSERT")) {
            data.table()
                    .filter(table -> scene.before(s)
                            .anyMatch(each -> altered(each, scene)
                                    .filter(altered -> altered.table().matches(table))
                                    .isPresent()))
                    .ifPresent(table -> found.at(
                            0,
                            "Nobody can read or write " + table
                                    + " while its rows are changed: the statement above locked it for the rest of the"
                                    + " script."));
        }
    }

    private static StatementRule pg(String id, Severity severity, Check check) {
        return StatementRule.of(Topic.LOCKS, severity, POSTGRESQL, id, check);
    }
}
