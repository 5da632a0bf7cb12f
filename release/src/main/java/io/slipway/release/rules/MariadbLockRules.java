package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.MARIADB;
import static io.slipway.release.rules.Severity.WARN;
import static io.slipway.release.rules.StatementRule.added;
import static io.slipway.release.rules.StatementRule.changes;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.Sql.CreateIndex;
import io.slipway.release.rules.StatementRule.Check;
import java.util.List;

/** What makes others wait on MariaDB: tables that are copied, or locked. */
final class MariadbLockRules {
    private MariadbLockRules() {}

    static List<StatementRule> all() {
        return List.of(
                maria(
                        "copying-alter",
                        WARN,
                        (s, scene, found) -> changes(s, scene, Action.Kind.OTHER, (table, action) -> {
                            Reader in = new Reader(action.tokens());
                            boolean algorithm = in.skip("ALGORITHM");
                            if (algorithm || in.skip("LOCK")) {
                                in.skip("=");
                                if (in.at(algorithm ? "COPY" : "EXCLUSIVE") || !algorithm && in.at("SHARED")) {
                                    found.at(
                                            action.offset(), "Writers of " + table.table() + " wait until it is done.");
                                }
                            }
                        })),
                maria(
                        "convert-charset",
                        WARN,
                        (s, scene, found) -> changes(s, scene, Action.Kind.OTHER, (table, action) -> {
                            if (action.has("CONVERT", "TO")) {
                                found.at(action.offset(), "All of " + table.table() + " is copied while writers wait.");
                            }
                        })),
                maria(
                        "engine-change-copies",
                        WARN,
                        (s, scene, found) -> changes(s, scene, Action.Kind.OTHER, (table, action) -> {
                            if (new Reader(action.tokens()).at("ENGINE")) {
                                found.at(action.offset(), "All of " + table.table() + " is built anew.");
                            }
                        })),
                maria(
                        "drop-primary-key-copies",
                        WARN,
                        (s, scene, found) -> changes(
                                s,
                                scene,
                                Action.Kind.DROP_PRIMARY_KEY,
                                (table, action) -> found.at(
                                        action.offset(),
                                        "All of " + table.table()
                                                + " is built anew, and replication by rows becomes slow"
                                                + " without a key."))),
                maria("fulltext-index-blocks", WARN, (s, scene, found) -> {
                    if (s.read() instanceof CreateIndex index && index.fulltext() && !scene.isNew(index.table(), s)) {
                        found.at(0, "Writers of " + index.table() + " wait until the index is built.");
                    }
                    added(
                            s,
                            scene,
                            Constraint.Kind.FULLTEXT,
                            (table, constraint) -> found.at(
                                    constraint.offset(),
                                    "Writers of " + table.table() + " wait until the index is built."));
                }),
                maria("tables-locked", WARN, (s, scene, found) -> {
                    if (s.starts("LOCK", "TABLES") || s.starts("LOCK", "TABLE") || s.starts("FLUSH", "TABLES")) {
                        found.at(0, "Others wait until the tables are unlocked.");
                    }
                }));
    }

    private static StatementRule maria(String id, Severity severity, Check check) {
        return StatementRule.of(Topic.LOCKS, severity, MARIADB, id, check);
    }
}
