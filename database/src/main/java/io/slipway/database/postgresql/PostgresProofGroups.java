package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.reference.ProofGroups;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Touched;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Scripts and what is to be seen of them in one message: after each script, in its transaction, stands a prepared
 * question about its locks. What touched which objects is written down by event triggers meanwhile, and read afterwards.
 */
final class PostgresProofGroups implements ProofGroups {
    private static final String QUESTION = "slipway_seen";
    /** Where a script's results begin, and where they end. */
    private static final String BEGINS = "slipway_begins";

    private static final String ENDS = "slipway_ends";

    /** A setting that commits with a script: how many were committed since the message began. */
    private static final String COMMITTED = "slipway.proved";

    private static final String CLOCK = "(extract(epoch FROM pg_catalog.clock_timestamp()) * 1000)::bigint";

    private final JdbcSession session;
    private final PostgresTarget target;
    private final PostgresCatalogueWatch watch;
    private final int major;
    /** What was counted in a message is not to be counted again in the next. */
    private final String flush;

    PostgresProofGroups(PostgresTarget target, PostgresCatalogueWatch watch) {
        this.session = target.session();
        this.target = target;
        this.watch = watch;
        this.major = target.server().major();
        this.flush = LockedRelation.flush(major);
    }

    /** What the session says in the end of a script. */
    private record End(long rows, long began, long ended, long newest, List<LockedRelation> locked) {}

    @Override
    public Outcome apply(List<Text> scripts) throws SqlFailure {
        prepareQuestion();
        StringBuilder message = new StringBuilder();
        for (int i = 0; i < scripts.size(); i++) {
            message.append("BEGIN;\nSELECT ")
                    .append(CLOCK)
                    .append(" AS ")
                    .append(BEGINS)
                    .append(";\n");
            add(message, scripts.get(i));
            message.append("EXECUTE ")
                    .append(QUESTION)
                    .append('(')
                    .append(i + 1)
                    .append(");\nCOMMIT;\n");
            message.append(target.resetBetween()).append(";\n");
        }
        message.append(flush);
        try (StateBefore before = StateBefore.begin(target.outside())) {
            List<End> ends;
            try {
                ends = ends(message.toString());
            } catch (SqlFailure e) {
                return stopped(e);
            }
            target.resetSession();
            Optional<List<CatalogueDifference>> differences =
                    watch.lookEach(ends.stream().map(End::newest).toList());
            if (differences.isEmpty()) {
                return new Unclear();
            }
            GroupTouched touched =
                    GroupTouched.of(before, ends.stream().map(End::locked).toList());
            List<Seen> seen = new ArrayList<>();
            for (int i = 0; i < ends.size(); i++) {
                End end = ends.get(i);
                Optional<Touched> told = touched.next(end.locked());
                if (told.isEmpty()) {
                    return new Unclear();
                }
                seen.add(new Seen(
                        end.rows(),
                        Duration.ofMillis(end.ended() - end.began()),
                        told.get(),
                        differences.get().get(i)));
            }
            return new Applied(seen);
        }
    }

    private Stopped stopped(SqlFailure failure) throws SqlFailure {
        if (failure.connectionLost()) {
            throw failure;
        }
        session.rollback();
        int committed = session.first(
                        "SELECT pg_catalog.current_setting('" + COMMITTED + "', true)",
                        row -> row.getString(1) == null || row.getString(1).isEmpty() ? 0 : row.getInt(1))
                .orElse(0);
        target.resetSession();
        return new Stopped(committed);
    }

    @Override
    public Optional<List<Round>> backAndForth(List<Text> scripts, List<Text> rollbacks) throws SqlFailure {
        List<Text> backwards = new ArrayList<>(rollbacks);
        Collections.reverse(backwards);
        List<CatalogueDifference> looks = new ArrayList<>();
        session.begin();
        try {
            Optional<List<CatalogueDifference>> back = lookAfter(backwards);
            back.ifPresent(looks::addAll);
            Optional<List<CatalogueDifference>> forth = back.isEmpty() ? Optional.empty() : lookAfter(scripts);
            forth.ifPresent(looks::addAll);
            if (back.isEmpty() || forth.isEmpty()) {
                return Optional.empty();
            }
            List<Round> rounds = new ArrayList<>();
            for (int i = 0; i < scripts.size(); i++) {
                rounds.add(new Round(
                        back.get().get(scripts.size() - 1 - i), forth.get().get(i)));
            }
            return Optional.of(rounds);
        } catch (SqlFailure e) {
            if (e.connectionLost()) {
                throw e;
            }
            return Optional.empty();
        } finally {
            target.rollback();
            if (!looks.isEmpty()) {
                watch.undo(looks.get(0));
            }
            target.resetSession();
            if (!flush.isEmpty()) {
                session.command(flush);
            }
        }
    }

    private Optional<List<CatalogueDifference>> lookAfter(List<Text> scripts) throws SqlFailure {
        StringBuilder message = new StringBuilder();
        for (Text script : scripts) {
            add(message, script);
            message.append("SELECT max(t.id) AS ").append(ENDS).append(" FROM slipway_watch.touched t;\n");
            message.append(target.resetBetween()).append(";\n");
        }
        return watch.lookEach(newest(message.toString()));
    }

    /** The line's end closes a comment that a statement may end with. */
    private static void add(StringBuilder message, Text script) {
        script.schema()
                .ifPresent(schema ->
                        message.append(PostgresTarget.schemaSetting(schema)).append(";\n"));
        script.statements().forEach(sql -> message.append(sql).append("\n;\n"));
    }

    private void prepareQuestion() throws SqlFailure {
        if (!watch.prepared().contains(QUESTION)) {
            session.command(
                    "PREPARE " + QUESTION + " (int) AS " + LockedRelation.question(major, ENDS, CLOCK, COMMITTED));
        }
    }

    private List<End> ends(String message) throws SqlFailure {
        EndReader reader = new EndReader();
        results(message, reader::read, reader::changed);
        return reader.ends;
    }

    /** Gathers, result by result, what scripts did. */
    private static final class EndReader {
        private final List<End> ends = new ArrayList<>();
        private long rows;
        private long began;

        void changed(long count) {
            rows += count;
        }

        void read(String first, ResultSet row) throws SQLException {
            if (first.equals(BEGINS)) {
                row.next();
                began = row.getLong(1);
                rows = 0;
            } else if (first.equals(ENDS)) {
                List<LockedRelation> locked = new ArrayList<>();
                long ended = 0;
                long newest = 0;
                while (row.next()) {
                    ended = row.getLong(1);
                    newest = row.getLong(2);
                    LockedRelation.of(row).ifPresent(locked::add);
                }
                ends.add(new End(rows, began, ended, newest, List.copyOf(locked)));
            }
        }
    }

    private List<Long> newest(String message) throws SqlFailure {
        List<Long> newest = new ArrayList<>();
        results(
                message,
                (first, row) -> {
                    if (first.equals(ENDS)) {
                        row.next();
                        newest.add(row.getLong(1));
                    }
                },
                count -> {});
        return newest;
    }

    /** Rows of one statement of a message. */
    private interface Rows {
        /** @param first what the first column is called */
        void read(String first, ResultSet rows) throws SQLException;
    }

    /** @param changed is told how many rows each statement changed that gives none back, in between */
    private void results(String message, Rows read, LongConsumer changed) throws SqlFailure {
        try (Statement statement = session.statement()) {
            boolean rows = statement.execute(message);
            while (true) {
                if (rows) {
                    try (ResultSet set = statement.getResultSet()) {
                        read.read(set.getMetaData().getColumnLabel(1), set);
                    }
                } else {
                    long count = statement.getLargeUpdateCount();
                    if (count < 0) {
                        return;
                    }
                    changed.accept(count);
                }
                rows = statement.getMoreResults();
            }
        } catch (SQLException e) {
            throw session.failure(e, "");
        } finally {
            session.idle();
        }
    }
}
