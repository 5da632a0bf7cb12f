package io.slipway.release.rules;

import static io.slipway.release.rules.Rule.ALL;
import static io.slipway.release.rules.Rule.POSTGRESQL;
import static io.slipway.release.rules.Severity.NOTE;
import static io.slipway.release.rules.Severity.WARN;

import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.StatementRule.Check;
import io.slipway.release.rules.StatementRule.Found;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Set;

/** Views, routines and triggers. */
final class LogicRules {
    private static final Set<String> REPLACED =
            Set.of("VIEW", "MATERIALIZED VIEW", "FUNCTION", "PROCEDURE", "TRIGGER", "EVENT", "PACKAGE");

    private LogicRules() {}

    static List<StatementRule> all() {
        return List.of(
                rule("not-made-again", WARN, ALL, LogicRules::notMadeAgain),
                rule("view-selects-star", NOTE, ALL, LogicRules::star),
                rule("errors-swallowed", WARN, POSTGRESQL, LogicRules::swallowed));
    }

    /** A rerunnable script that fails when it runs again. */
    private static void notMadeAgain(Statement s, Scene scene, Found found) {
        if (s.rerunnable()
                && s.read() instanceof Sql.Create made
                && REPLACED.contains(made.kind())
                && !made.orReplace()
                && !made.ifNotExists()) {
            boolean dropped = scene.before(s)
                    .anyMatch(each -> each.read() instanceof Sql.Drop drop
                                    && drop.names().stream().anyMatch(made.name()::matches)
                            || each.starts("DO"));
            if (!dropped) {
                found.at(0, made.name() + " is there when the script was edited and runs again.");
            }
        }
    }

    private static void star(Statement s, Scene scene, Found found) {
        if (!(s.read() instanceof Sql.Create view) || !view.kind().endsWith("VIEW")) {
            return;
        }
        List<SqlToken> tokens = s.tokens();
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i).is("*")) {
                SqlToken before = tokens.get(i - 1);
                boolean all = before.is("SELECT") || before.is("DISTINCT") || before.is(".") || before.is("ALL");
                if (all) {
                    found.at(
                            tokens.get(i).offset(),
                            "The columns are those of today: one that comes later is left out, and none can go.");
                    return;
                }
            }
        }
    }

    private static void swallowed(Statement s, Scene scene, Found found) {
        for (Body body : Body.of(s)) {
            int at = Reader.find(body.tokens(), 0, "WHEN", "OTHERS", "THEN");
            while (at >= 0) {
                Reader in =
                        new Reader(body.tokens().subList(at + 3, body.tokens().size()));
                if (in.skip("NULL", ";") && in.at("END") || in.at("END")) {
                    found.at(
                            body.offset() + body.tokens().get(at).offset(),
                            "Whatever goes wrong above, nobody hears of it.");
                }
                at = Reader.find(body.tokens(), at + 1, "WHEN", "OTHERS", "THEN");
            }
        }
    }

    private static StatementRule rule(String id, Severity severity, Set<Dialect> dialects, Check check) {
        return StatementRule.of(Topic.STORED_LOGIC, severity, dialects, id, check);
    }
}
