package io.slipway.database;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.target.SqlFailure;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The history of one project, kept in tables of the target database. */
public final class HistoryTables implements TargetHistory {
    private static final int TABLES = 4;
    /** Of the history, in the order of a {@link HistoryEntry} without its number. */
    public static final String COLUMNS = "project, event, deployment, change_id, path, kind, digest, version, artifact,"
            + " statements, row_count, millis, happened_at, deployed_by, note";

    private final JdbcSession session;
    private final HistoryDialect sql;
    private final String project;
    private final Supplier<JdbcSession> beside;
    /** Whether this session saw the tables, in a layout it knows; they are never dropped while in use. */
    private boolean known;
    /** Whether this session saw that they are not there; another may make them, but only who holds the lock does. */
    private boolean absent;
    /** Whether this session made them, under its project's lock, and wrote nothing yet: then there is nothing to read. */
    private boolean empty;

    public HistoryTables(JdbcSession session, HistoryDialect sql, String project) {
        this(session, sql, project, () -> session);
    }

    /** @param beside the session that writes the journal, but for what belongs into an open transaction of ours */
    public HistoryTables(JdbcSession session, HistoryDialect sql, String project, Supplier<JdbcSession> beside) {
        this.beside = beside;
        this.session = session;
        this.sql = sql;
        this.project = project;
    }

    @Override
    public void prepare() {
        absent = false;
        if (exists()) {
            return;
        }
        for (String statement : sql.create()) {
            try {
                session.command(statement);
            } catch (SqlFailure e) {
                if (e.getCause() instanceof SQLException cause) {
                    throw session.unusable(cause);
                }
                throw new IllegalStateException(e);
            }
        }
        absent = false;
        known = true;
        empty = true;
    }

    /** From now on lines are written that do not go this way: what was empty is read again. */
    public void writtenBeside() {
        empty = false;
    }

    /** Whether the tables are there; refuses a layout of a later Slipway. What was not there is looked for once. */
    boolean exists() {
        return !absent && look();
    }

    /** The same, looked for again when they were not there. */
    boolean look() {
        if (known) {
            return true;
        }
        int tables = session.first(sql.existing(), row -> row.getInt(1)).orElse(0);
        absent = tables < TABLES;
        if (absent) {
            return false;
        }
        int version = session.first("SELECT version FROM " + sql.table("format"), row -> row.getInt(1))
                .orElse(0);
        if (version > FORMAT_VERSION) {
            throw SlipwayException.of(
                    ErrorCode.HISTORY_NEWER_FORMAT,
                    "The history in this database has layout " + version + "; this Slipway knows layouts up to "
                            + FORMAT_VERSION + ".",
                    "Use the Slipway version that last deployed here, or a later one.");
        }
        // A version of 0 means that whoever creates the tables has not finished.
        known = version > 0;
        return known;
    }

    @Override
    public List<HistoryEntry> entries() {
        return read(" WHERE project = ? ORDER BY id", project);
    }

    @Override
    public List<HistoryEntry> after(long sequence, int limit) {
        return read(" WHERE project = ? AND id > ? ORDER BY id LIMIT " + limit, project, sequence);
    }

    @Override
    public List<HistoryEntry> newest(HistoryFilter filter, long before, int limit) {
        List<Object> parameters = new ArrayList<>(List.of(project, before));
        StringBuilder where = new StringBuilder(" WHERE project = ? AND id < ?");
        filter.event().ifPresent(event -> {
            where.append(" AND event = ?");
            parameters.add(event.text());
        });
        if (!filter.text().isEmpty()) {
            where.append(" AND (lower(path) LIKE ? ESCAPE '!' OR lower(deployed_by) LIKE ? ESCAPE '!'"
                    + " OR lower(version) = ?)");
            String part = "%" + filter.text().replaceAll("[!%_]", "!$0") + "%";
            parameters.addAll(List.of(part, part, filter.text()));
        }
        return read(where + " ORDER BY id DESC LIMIT " + limit, parameters.toArray());
    }

    @Override
    public List<HistoryEntry> about(Set<String> changes) {
        List<Object> parameters = new ArrayList<>(List.of(project));
        parameters.addAll(changes);
        String these = changes.isEmpty()
                ? ""
                : " OR change_id IN (" + String.join(", ", Collections.nCopies(changes.size(), "?")) + ")";
        return read(" WHERE project = ? AND (change_id IS NULL" + these + ") ORDER BY id", parameters.toArray());
    }

    private List<HistoryEntry> read(String where, Object... parameters) {
        if (empty || !exists()) {
            return List.of();
        }
        return session.query(
                "SELECT id, event, deployment, change_id, path, kind, digest, version, artifact, statements, row_count,"
                        + " millis, " + sql.fromTime("happened_at") + ", deployed_by, note FROM " + sql.table("history")
                        + where,
                HistoryTables::entry,
                parameters);
    }

    private static HistoryEntry entry(ResultSet row) throws SQLException {
        return new HistoryEntry(
                row.getLong(1),
                HistoryEvent.of(row.getString(2)),
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getString(6)),
                Optional.ofNullable(row.getString(7)),
                row.getString(8),
                row.getString(9),
                row.getInt(10),
                row.getLong(11),
                row.getLong(12),
                instant(row.getLong(13)),
                row.getString(14),
                row.getString(15));
    }

    @Override
    public void append(HistoryEntry entry, long fence) {
        empty = false;
        long added = session.update(
                sql.beforeWrite() + "INSERT INTO " + sql.table("history")
                        + " (" + COLUMNS + ") SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, " + sql.toTime("?") + ", ?, "
                        + sql.toNote("?")
                        + fenced(entry.event() == HistoryEvent.DEPLOYMENT_STARTED ? sql.soon() : ""),
                project,
                entry.event().text(),
                entry.deployment(),
                entry.changeId(),
                entry.path(),
                entry.kind(),
                entry.digest(),
                entry.version(),
                entry.artifact(),
                entry.statements(),
                entry.rows(),
                entry.millis(),
                micros(entry.at()),
                entry.by(),
                entry.note(),
                project,
                fence);
        if (added == 0) {
            throw lockLost();
        }
    }

    @Override
    public long forget(Set<String> deployments, long fence) {
        if (deployments.isEmpty() || !exists()) {
            return 0;
        }
        List<Object> parameters = new ArrayList<>(List.of(project));
        parameters.addAll(deployments);
        String these = String.join(", ", Collections.nCopies(deployments.size(), "?"));
        parameters.addAll(List.of(project, fence));
        if (session.first("SELECT 1" + fenced(), row -> 1, project, fence).isEmpty()) {
            throw lockLost();
        }
        String delete = sql.beforeWrite() + "DELETE FROM " + sql.table("history")
                + " WHERE project = ? AND deployment IN (" + these + ") AND EXISTS (SELECT 1" + fenced() + ")";
        try {
            return forget(delete, parameters.toArray());
        } catch (SqlFailure e) {
            if (e.getCause() instanceof SQLException cause) {
                throw session.unusable(cause);
            }
            throw new IllegalStateException(e);
        }
    }

    /** All or nothing: what keeps the history is off for this transaction only. */
    private long forget(String delete, Object... parameters) throws SqlFailure {
        session.begin();
        boolean done = false;
        try {
            if (!sql.beforeForget().isEmpty()) {
                session.command(sql.beforeForget());
            }
            long forgotten = session.update(delete, parameters);
            if (!sql.afterForget().isEmpty()) {
                session.command(sql.afterForget());
            }
            session.commit();
            done = true;
            return forgotten;
        } finally {
            if (!done) {
                session.rollback();
            }
        }
    }

    @Override
    public List<JournalEntry> journal() {
        if (empty || !exists()) {
            return List.of();
        }
        return session.query(
                "SELECT deployment, change_key, direction, statement, sql_digest, state, note FROM "
                        + sql.table("journal") + " WHERE project = ? ORDER BY change_key, direction, statement",
                row -> new JournalEntry(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getInt(4),
                        row.getString(5),
                        JournalEntry.State.valueOf(row.getString(6).toUpperCase(Locale.ROOT)),
                        Optional.ofNullable(row.getString(7))),
                project);
    }

    @Override
    public void journal(JournalEntry entry, long fence) {
        empty = false;
        JdbcSession writer = session.inTransaction() ? session : beside.get();
        long written = writer.update(
                sql.beforeWrite() + "INSERT INTO " + sql.table("journal")
                        + " (project, deployment, change_key, direction, statement, sql_digest, state, note)"
                        + " SELECT ?, ?, ?, ?, ?, ?, ?, ?" + fenced() + sql.overwriteJournal(),
                project,
                entry.deployment(),
                entry.changeKey(),
                entry.direction(),
                entry.statement(),
                entry.sqlDigest(),
                entry.state().name().toLowerCase(Locale.ROOT),
                entry.note(),
                project,
                fence);
        if (written == 0) {
            throw lockLost();
        }
    }

    @Override
    public void clearJournal(String changeKey, long fence) {
        long forgotten = session.update(
                sql.beforeWrite() + "DELETE FROM " + sql.table("journal") + " WHERE project = ? AND change_key = ?"
                        + " AND EXISTS (SELECT 1" + fenced() + ")",
                project,
                changeKey,
                project,
                fence);
        if (forgotten == 0
                && session.first("SELECT 1" + fenced(), row -> 1, project, fence)
                        .isEmpty()) {
            throw lockLost();
        }
    }

    /** Ends a SELECT so that it gives one row while the fence is the newest, and none afterwards. */
    private String fenced() {
        return fenced("");
    }

    /** @param more a condition more, with its {@code AND} */
    private String fenced(String more) {
        return " FROM " + sql.table("lock") + " WHERE project = ? AND fence = ?" + more + sql.share();
    }

    private static SlipwayException lockLost() {
        return SlipwayException.of(
                ErrorCode.LOCK_LOST,
                "Another deployment of this project took the lock of this database over; this one stopped.",
                "Look at the history before deploying again.");
    }

    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
