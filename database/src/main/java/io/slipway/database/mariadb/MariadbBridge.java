package io.slipway.database.mariadb;

import io.slipway.release.bridge.Bridge;
import io.slipway.release.bridge.Crossing;
import io.slipway.release.bridge.Crossing.Remaining;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueDifference.Entry;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes one schema of MariaDB to another: compares, does what is known to be done about each difference, and compares
 * again, until nothing differs or nothing more can be done. Each statement commits by itself and does all or nothing, so
 * one that fails is left out, and what it was for is tried again in the next round, when others went ahead.
 */
final class MariadbBridge implements Bridge {
    private static final int ROUNDS = 10;

    @Override
    public Crossing cross(Target from, Target to, Catalogue wanted) throws SqlFailure {
        try {
            MariadbBridgeSide here = new MariadbBridgeSide(
                    ((MariadbTarget) from).session().jdbc().connection());
            MariadbBridgeSide there =
                    new MariadbBridgeSide(((MariadbTarget) to).session().jdbc().connection());
            Catalogue has = to.catalogue();
            Catalogue now = from.catalogue();
            List<Statement> ran = new ArrayList<>();
            Map<String, String> reasons = new HashMap<>();
            for (int round = 0; round < ROUNDS && !now.equals(wanted); round++) {
                reasons.clear();
                List<Entry> entries = CatalogueDifference.between(now, wanted).entries();
                List<MariadbStep> steps = new MariadbRenames(now, wanted).of(entries);
                if (steps.isEmpty()) {
                    steps = new MariadbBridgeSteps(here, there, now, has).of(entries);
                }
                for (MariadbStep step : steps) {
                    run(from, step, ran, reasons);
                }
                Catalogue before = now;
                now = from.catalogue();
                if (now.equals(before)) {
                    break;
                }
            }
            return new Crossing(List.copyOf(ran), remaining(now, wanted, reasons));
        } catch (SQLException e) {
            throw ((MariadbTarget) from).session().jdbc().failure(e, "");
        }
    }

    /** The first way that works; what ran of one that failed half-way stays, and is seen in the next round. */
    private static void run(Target target, MariadbStep step, List<Statement> ran, Map<String, String> reasons)
            throws SqlFailure {
        for (List<Statement> way : step.ways()) {
            try {
                for (Statement statement : way) {
                    target.execute(statement.sql());
                    ran.add(statement);
                }
                step.keys().forEach(reasons::remove);
                return;
            } catch (SqlFailure e) {
                if (e.connectionLost()) {
                    throw e;
                }
                step.keys().forEach(key -> reasons.put(key, e.getMessage()));
            }
        }
    }

    private static List<Remaining> remaining(Catalogue now, Catalogue wanted, Map<String, String> reasons) {
        return CatalogueDifference.between(now, wanted).entries().stream()
                .map(entry -> new Remaining(
                        entry, reasons.getOrDefault(entry.object().key(), "no statement is known that would do it")))
                .toList();
    }
}
