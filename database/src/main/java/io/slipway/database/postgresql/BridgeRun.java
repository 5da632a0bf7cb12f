package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.database.postgresql.BridgeSide.Place;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.target.SqlFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs steps on a scratch database, each when its turn has come: one that fails waits until others went ahead, and only
 * when none goes any more is what stands in the way taken away. What ran is the order that works.
 */
final class BridgeRun {
    private static final String SAVEPOINT = "slipway_bridge";
    /** {@code dependent_objects_still_exist}, {@code feature_not_supported}, {@code invalid_table_definition}. */
    private static final Set<String> IN_THE_WAY = Set.of("2BP01", "0A000", "42P16", "42P13", "42710");

    private final JdbcSession session;
    private final BridgeSide side;
    private final List<Statement> ran;
    private final Map<String, String> reasons = new HashMap<>();

    /** @param ran gets what ran */
    BridgeRun(JdbcSession session, BridgeSide side, List<Statement> ran) {
        this.session = session;
        this.side = side;
        this.ran = ran;
    }

    /**
     * @param steps of one rank they go as they stand
     * @return what the database said of steps that could not be run, by key
     */
    Map<String, String> run(List<BridgeStep> steps) throws SqlFailure, SQLException {
        List<BridgeStep> waiting = new ArrayList<>(steps);
        waiting.sort(Comparator.comparingInt(BridgeStep::rank));
        session.begin();
        boolean force = false;
        while (!waiting.isEmpty()) {
            int before = waiting.size();
            for (BridgeStep step : List.copyOf(waiting)) {
                if (tried(step, force)) {
                    waiting.remove(step);
                    if (force) {
                        break;
                    }
                }
            }
            if (waiting.size() < before) {
                force = false;
            } else if (force) {
                break;
            } else {
                force = true;
            }
        }
        session.commit();
        return reasons;
    }

    private boolean tried(BridgeStep step, boolean force) throws SqlFailure, SQLException {
        for (List<Statement> way : step.ways()) {
            int length = ran.size();
            session.savepoint(SAVEPOINT);
            try {
                runAll(way);
                reasons.remove(step.key());
                return true;
            } catch (SqlFailure e) {
                undo(length, e);
                reasons.put(step.key(), e.getMessage());
                if (force && !step.inTheWay().isEmpty() && IN_THE_WAY.contains(e.sqlState()) && cleared(step, way)) {
                    reasons.remove(step.key());
                    return true;
                }
            }
        }
        return false;
    }

    private boolean cleared(BridgeStep step, List<Statement> way) throws SqlFailure, SQLException {
        int length = ran.size();
        session.savepoint(SAVEPOINT);
        try {
            Set<String> seen = new HashSet<>(Set.of(step.key()));
            for (Place place : step.inTheWay()) {
                clear(place, seen);
            }
            runAll(way);
            return true;
        } catch (SqlFailure e) {
            undo(length, e);
            reasons.put(step.key(), e.getMessage());
            return false;
        }
    }

    /** Drops what stands on an object, what stands on that first, and nothing that holds rows. It is made again later. */
    private void clear(Place place, Set<String> seen) throws SqlFailure, SQLException {
        for (String key : side.dependents(place)) {
            Optional<Place> dependent = side.place(key);
            if (dependent.isEmpty() || !seen.add(key)) {
                continue;
            }
            String kind = dependent.get().kind();
            if (kind.equals("table") || kind.equals("sequence")) {
                continue;
            }
            clear(dependent.get(), seen);
            if (kind.equals("column")) {
                continue;
            }
            Optional<Statement> drop = BridgeDrops.drop(dependent.get());
            if (drop.isPresent()) {
                runAll(List.of(drop.get()));
            }
        }
    }

    private void runAll(List<Statement> statements) throws SqlFailure {
        for (Statement statement : statements) {
            session.command(statement.sql());
            ran.add(statement);
        }
    }

    private void undo(int length, SqlFailure failure) throws SqlFailure {
        if (failure.connectionLost()) {
            throw failure;
        }
        session.rollbackTo(SAVEPOINT);
        ran.subList(length, ran.size()).clear();
    }
}
