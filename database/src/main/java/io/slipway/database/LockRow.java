package io.slipway.database;

import io.slipway.release.target.TargetLock.Holder;
import io.slipway.release.target.TargetLock.Session;
import java.time.Clock;
import java.util.Optional;

/**
 * The row that says who holds a project's lock and counts the fencing numbers. It locks nothing by itself: a product's
 * own session lock does, and only its holder may {@link #take} the row.
 */
public final class LockRow {
    private final JdbcSession session;
    private final HistoryTables tables;
    private final HistoryDialect sql;
    private final String project;
    private final Clock clock;

    public LockRow(JdbcSession session, HistoryTables tables, HistoryDialect sql, String project, Clock clock) {
        this.session = session;
        this.tables = tables;
        this.sql = sql;
        this.project = project;
        this.clock = clock;
    }

    /** Writes the new holder down and gives the next fencing number; makes older numbers worthless. */
    public long take(String who) {
        tables.prepare();
        long now = HistoryTables.micros(clock.instant());
        Optional<String> atOnce = sql.takeLock();
        if (atOnce.isPresent()) {
            return session.first(atOnce.get(), row -> row.getLong(1), project, who, now)
                    .orElseThrow();
        }
        long updated = session.update(
                sql.beforeWrite() + "UPDATE " + sql.table("lock") + " SET fence = fence + 1, holder = ?, since = "
                        + sql.toTime("?") + " WHERE project = ?",
                who,
                now,
                project);
        if (updated == 0) {
            session.update(
                    sql.beforeWrite() + "INSERT INTO " + sql.table("lock")
                            + " (project, fence, holder, since) SELECT ?, 1, ?, " + sql.toTime("?"),
                    project,
                    who,
                    now);
        }
        return session.first(
                        "SELECT fence FROM " + sql.table("lock") + " WHERE project = ?", row -> row.getLong(1), project)
                .orElseThrow();
    }

    /** Who took it last, for a caller who knows that it is held. */
    public Optional<Holder> holder(Optional<Session> held) {
        // whoever holds the lock makes them
        if (!tables.look()) {
            return Optional.empty();
        }
        return session.first(
                "SELECT holder, " + sql.fromTime("since") + " FROM " + sql.table("lock") + " WHERE project = ?",
                row -> new Holder(row.getString(1), HistoryTables.instant(row.getLong(2)), held),
                project);
    }
}
