package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.ALL;
import static io.slipway.release.rules.Rule.MARIADB;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Rule.SERVERS;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.WARN;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.RowChange;
import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** What loses rows, or changes others than were meant. */
final class DataRules {
    private static final String REPLICATION_ROLE = "SESSION_REPLICATION_ROLE";

    private DataRules() {}

    static List<StatementRule> all() {
        return List.of(
                rule("update-without-where", WARN, ALL, (s, scene, found) -> everyRow(s, scene, found, "UPDATE"))
                        .ofAll(),
                rule("delete-without-where", WARN, ALL, (s, scene, found) -> everyRow(s, scene, found, "DELETE"))
                        .ofAll(),
                rule(
                        "truncate",
                        WARN,
                        SERVERS,
                        (s, scene, found) -> truncated(
                                s,
                                scene,
                                (part, truncated) -> truncated.tables().stream()
                                        .filter(table -> !scene.isNew(table, s))
                                        .forEach(table ->
                                                found.at(table.offset(), "All rows of " + table + " are gone.")))),
                rule(
                        "truncate-cascade",
                        WARN,
                        POSTGRESQL,
                        (s, scene, found) -> truncated(s, scene, (part, truncated) -> {
                            int cascade = part.outside("CASCADE");
                            if (cascade >= 0) {
                                found.at(
                                        part.tokens().get(cascade).offset(),
                                        "Tables that nobody has named lose their rows too.");
                            }
                        })),
                rows("insert-without-columns", NOTE, ALL, DataRules::insert),
                rows("compared-with-null", WARN, ALL, DataRules::comparedWithNull),
                rule("not-in-query", NOTE, ALL, NotIn::check).ofAll(),
                rows("limit-without-order", WARN, MARIADB, (s, scene, found) -> {
                    int limit = Reader.outside(s.tokens(), "LIMIT");
                    if ((s.starts("UPDATE") || s.starts("DELETE"))
                            && limit >= 0
                            && Reader.outside(s.tokens(), "ORDER") < 0) {
                        found.at(
                                s.tokens().get(limit).offset(),
                                "Which rows it takes is not said, and may differ on each database.");
                    }
                }),
                rows("replace-deletes", NOTE, MARIADB, (s, scene, found) -> {
                    if (s.starts("REPLACE") && s.read() instanceof Sql.Data) {
                        found.at(
                                0,
                                "A row that is there is deleted and inserted anew, with what its deletion sets off.");
                    }
                }),
                rows("insert-ignore", NOTE, MARIADB, (s, scene, found) -> {
                    if (s.starts("INSERT", "IGNORE") || s.starts("UPDATE", "IGNORE")) {
                        found.at(0, "Rows that cannot be taken are left out, or changed to fit, without an error.");
                    }
                }),
                rule("catalogue-written", WARN, POSTGRESQL, DataRules::catalogueWritten)
                        .ofAll(),
                rule("foreign-keys-unchecked", WARN, SERVERS, (s, scene, found) -> {
                    if (scene.mariadb()
                            && off(s, "FOREIGN_KEY_CHECKS")
                            && scene.after(s).noneMatch(each -> each.starts("SET") && on(each, "FOREIGN_KEY_CHECKS"))) {
                        found.at(0, "Rows may come that point to nothing, to the script's end and unseen afterwards.");
                    }
                    if (!scene.mariadb()
                            && replica(s)
                            && scene.after(s).noneMatch(each -> each.has(REPLICATION_ROLE) && !replica(each))) {
                        found.at(
                                s.offsetOf(REPLICATION_ROLE),
                                "Rows may come that point to nothing, and triggers do not run, unseen afterwards.");
                    }
                }),
                rule(
                        "triggers-left-off",
                        WARN,
                        POSTGRESQL,
                        (s, scene, found) -> StatementRule.changes(s, scene, Sql.Action.Kind.OTHER, (table, action) -> {
                            boolean again = scene.after(s)
                                    .anyMatch(each -> each.read() instanceof Sql.AlterTable later
                                            && later.table().matches(table.table())
                                            && each.has("ENABLE"));
                            if (action.has("DISABLE", "TRIGGER") && !again) {
                                found.at(action.offset(), "The triggers of " + table.table() + " stay off.");
                            }
                        })));
    }

    private static void truncated(Statement s, Scene scene, BiConsumer<RowChange, Sql.Truncate> each) {
        if (s.startsAny("TRUNCATE", "DO")) {
            for (RowChange part : RowChange.of(scene.dialect(), s.tokens(), s.sql())) {
                if (new StatementParser(scene.dialect()).read(part.tokens()) instanceof Sql.Truncate truncated) {
                    each.accept(part, truncated);
                }
            }
        }
    }

    /** @param verb {@code UPDATE} or {@code DELETE} */
    private static void everyRow(Statement s, Scene scene, Found found, String verb) {
        if (!s.has(verb) && !s.starts("DO")) {
            return;
        }
        for (RowChange part : RowChange.of(scene.dialect(), s.tokens(), s.sql())) {
            boolean merge = part.verb().equals("MERGE");
            Optional<Name> table = merge || part.verb().equals(verb) ? table(scene, part) : Optional.empty();
            if (table.isEmpty() || scene.isNew(table.get(), s)) {
                continue;
            }
            int where = part.outside("WHERE");
            String done = verb.equals("UPDATE") ? " is changed" : " is gone";
            if (merge) {
                merged(part, verb, found, "Every row of " + table.get(), done);
            } else if (part.outside("LIMIT") < 0
                    && (where < 0 || Condition.alwaysHolds(part.tokens(), where + 1))
                    && !(scene.mariadb() && part.outside("JOIN") >= 0)) {
                // in other databases the table itself takes part in no join: its rows meet all that are joined
                found.at(part.tokens().get(0).offset(), "Every row of " + table.get() + done + ".");
            }
        }
    }

    private static void catalogueWritten(Statement s, Scene scene, Found found) {
        if (!s.startsAny("INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "DO")) {
            return;
        }
        for (RowChange part : RowChange.of(scene.dialect(), s.tokens(), s.sql())) {
            table(scene, part)
                    .filter(SystemCatalogue::has)
                    .ifPresent(table -> found.at(
                            part.tokens().get(0).offset(),
                            "PostgreSQL checks nothing of what is written to " + table + " by hand."));
        }
    }

    private static Optional<Name> table(Scene scene, RowChange part) {
        return new StatementParser(scene.dialect()).read(part.tokens()) instanceof Sql.Data data
                ? data.table()
                : Optional.empty();
    }

    /**
     * Of a MERGE: what it does to every row that the source has not, and what it does to every row when all of them match.
     */
    private static void merged(RowChange merge, String verb, Found found, String rows, String done) {
        List<SqlToken> tokens = merge.tokens();
        int on = merge.outside("ON");
        boolean all = on >= 0 && Condition.alwaysHolds(tokens, on + 1);
        int when = Reader.find(tokens, 0, "WHEN");
        while (when >= 0) {
            int then = Reader.find(tokens, when, "THEN");
            List<SqlToken> clause = then < 0 ? List.of() : tokens.subList(when, then);
            boolean does = then >= 0
                    && then + 1 < tokens.size()
                    && tokens.get(then + 1).is(verb);
            boolean without = does && !Reader.has(clause, "AND");
            if (without && Reader.has(clause, "BY", "SOURCE")) {
                found.at(tokens.get(when).offset(), rows + " that the source has not" + done + ".");
            } else if (without && all && !Reader.has(clause, "NOT", "MATCHED")) {
                found.at(tokens.get(when).offset(), rows + done + ".");
            }
            when = then < 0 ? -1 : Reader.find(tokens, then, "WHEN");
        }
    }

    private static void insert(Statement s, Scene scene, Found found) {
        if (s.read() instanceof Sql.Data data
                && (data.verb().equals("INSERT") || data.verb().equals("REPLACE"))) {
            Reader in = new Reader(s.tokens());
            while (!in.ended() && !in.at("(")) {
                if (in.at("VALUES") || in.at("VALUE") || in.at("SELECT") || in.at("WITH") || in.at("TABLE")) {
                    found.at(0, "Which column takes which value hangs on the order of the columns, which may differ.");
                    return;
                }
                if (in.at("DEFAULT") || in.at("SET")) {
                    return;
                }
                in.next();
            }
            if (in.at("(", "SELECT") || in.at("(", "VALUES")) {
                found.at(0, "Which column takes which value hangs on the order of the columns, which may differ.");
            }
        }
    }

    /** Behind WHERE, ON or HAVING {@code = NULL} compares; behind SET it assigns. */
    private static void comparedWithNull(Statement s, Scene scene, Found found) {
        if (!(s.read() instanceof Sql.Data)) {
            return;
        }
        boolean compares = false;
        List<SqlToken> tokens = s.tokens();
        for (int i = 0; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.is("WHERE") || token.is("HAVING")) {
                compares = true;
            } else if (token.is("SET")) {
                compares = false;
            } else if (compares && token.is("NULL") && i > 0) {
                SqlToken before = tokens.get(i - 1);
                boolean compared = before.is("=") && !tokens.get(i - 2).is(":")
                        || before.is(">") && tokens.get(i - 2).is("<");
                if (compared) {
                    found.at(before.offset(), "Nothing equals NULL, nor differs from it: no row is chosen.");
                }
            }
        }
    }

    /** As a replica, where no trigger runs but those for it: foreign keys are held by triggers. */
    private static boolean replica(Statement s) {
        int at = Reader.find(s.tokens(), 0, REPLICATION_ROLE);
        return s.startsAny("SET", "ALTER")
                && at >= 0
                && s.tokens().subList(at, s.tokens().size()).stream()
                        .anyMatch(token -> token.content().equalsIgnoreCase("replica"));
    }

    static boolean off(Statement s, String variable) {
        return s.starts("SET")
                && (s.has(variable, "=", "0") || s.has(variable, "=", "OFF") || number(s, variable, "0"));
    }

    private static boolean on(Statement s, String variable) {
        return s.has(variable) && !off(s, variable);
    }

    private static boolean number(Statement s, String variable, String value) {
        for (int i = 0; i + 2 < s.tokens().size(); i++) {
            if (s.tokens().get(i).is(variable)
                    && s.tokens().get(i + 1).is("=")
                    && s.tokens().get(i + 2).text().equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static StatementRule rule(String id, Severity severity, Set<Dialect> dialects, Check check) {
        return StatementRule.of(Topic.DATA, severity, dialects, id, check);
    }

    private static StatementRule rows(String id, Severity severity, Set<Dialect> dialects, Check check) {
        return rule(id, severity, dialects, check).ofRows();
    }
}
