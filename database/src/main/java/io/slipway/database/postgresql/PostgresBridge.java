package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.bridge.Bridge;
import io.slipway.release.bridge.Crossing;
import io.slipway.release.bridge.Crossing.Remaining;
import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.bridge.Unfinished;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueDifference.Entry;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes one PostgreSQL schema to another: compares, does what is known to be done about each difference, and compares
 * again, until nothing differs or nothing more can be done. What stood in the way of a change, and was dropped for it,
 * differs in the next round and is made again.
 */
final class PostgresBridge implements Bridge {
    private static final int ROUNDS = 10;
    /** What the catalogue says of an index before anything else. */
    private static final String INVALID = "invalid\n";

    @Override
    public Crossing cross(Target from, Target to, Catalogue wanted) throws SqlFailure {
        JdbcSession session = ((PostgresTarget) from).session();
        List<Statement> ran = new ArrayList<>();
        Map<String, String> reasons = new HashMap<>();
        try {
            BridgeSide there = BridgeSide.of(((PostgresTarget) to).session());
            Catalogue has = to.catalogue();
            Catalogue now = from.catalogue();
            boolean renaming = true;
            for (int round = 0; round < ROUNDS && !now.equals(wanted); round++) {
                reasons.clear();
                BridgeSide here = BridgeSide.of(session);
                List<Entry> entries = CatalogueDifference.between(now, wanted).entries();
                List<BridgeStep> steps = renaming ? new BridgeRenames(now, wanted, here, there).of(entries) : List.of();
                renaming = !steps.isEmpty();
                if (steps.isEmpty()) {
                    steps = steps(entries, new BridgeSteps(here, there, has), reasons);
                }
                reasons.putAll(new BridgeRun(session, here, ran).run(steps));
                Catalogue before = now;
                now = from.catalogue();
                if (now.equals(before) && !renaming) {
                    break;
                }
                renaming = renaming && !now.equals(before);
            }
            return new Crossing(List.copyOf(ran), remaining(now, wanted, reasons));
        } catch (SQLException e) {
            throw session.failure(e, "");
        }
    }

    @Override
    public List<Unfinished> unfinished(Target to, List<Entry> differences) throws SqlFailure {
        JdbcSession session = ((PostgresTarget) to).session();
        try {
            BridgeSide side = BridgeSide.of(session);
            List<String> invalid = side.invalidIndexes();
            List<Unfinished> unfinished = new ArrayList<>();
            for (Entry entry : differences) {
                if (entry.after().isPresent() && invalid.contains(entry.object().key())) {
                    side.place(entry.object().key())
                            .ifPresent(index -> unfinished.add(unfinished(entry, index.identity())));
                }
            }
            return unfinished;
        } catch (SQLException e) {
            throw session.failure(e, "");
        }
    }

    private static Unfinished unfinished(Entry entry, String identity) {
        String rebuild = "REINDEX INDEX " + identity;
        boolean onlyInvalid = entry.before()
                .filter(before -> entry.object().definition().equals(INVALID + before.definition()))
                .isPresent();
        return new Unfinished(
                entry,
                onlyInvalid ? entry.before() : Optional.empty(),
                BridgeStep.plain(onlyInvalid ? rebuild : "DROP INDEX " + identity),
                "it is invalid; " + rebuild + " makes it valid, where the rows allow it");
    }

    /**
     * While columns are out of order, what stands on columns waits: first those that are missing come, then all come to
     * their places.
     */
    private static List<BridgeStep> steps(List<Entry> entries, BridgeSteps known, Map<String, String> reasons)
            throws SQLException {
        List<BridgeColumnOrder> disordered = known.disordered(entries);
        List<BridgeStep> steps = found(entries, known, reasons);
        if (disordered.isEmpty()) {
            return steps;
        }
        int columns = BridgeSteps.rank("column");
        List<BridgeStep> before =
                steps.stream().filter(step -> step.rank() <= columns).toList();
        if (before.stream().anyMatch(step -> step.key().startsWith("column "))) {
            return before;
        }
        List<BridgeStep> order = new ArrayList<>();
        for (BridgeColumnOrder table : disordered) {
            table.step(columns).ifPresent(order::add);
        }
        return order.isEmpty() ? steps : order;
    }

    private static List<BridgeStep> found(List<Entry> entries, BridgeSteps known, Map<String, String> reasons)
            throws SQLException {
        List<BridgeStep> steps = new ArrayList<>();
        for (Entry entry :
                entries.stream().sorted(Comparator.comparingInt(known::place)).toList()) {
            known.of(entry)
                    .ifPresentOrElse(
                            steps::add,
                            () -> reasons.put(
                                    entry.object().key(),
                                    entry.event().equals("changed")
                                                    && entry.object().kind().equals("column")
                                            ? "its place among the columns could not be had"
                                            : "no statement is known that would do it"));
        }
        return steps;
    }

    private static List<Remaining> remaining(Catalogue now, Catalogue wanted, Map<String, String> reasons) {
        return CatalogueDifference.between(now, wanted).entries().stream()
                .map(entry -> new Remaining(
                        entry, reasons.getOrDefault(entry.object().key(), "it differs after all that was tried")))
                .toList();
    }
}
