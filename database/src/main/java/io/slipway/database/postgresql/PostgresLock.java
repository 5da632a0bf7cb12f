package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.database.LockRow;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.TargetLock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** An advisory lock of the session, one per project and database: whatever ends the session frees it. */
final class PostgresLock implements TargetLock {
    private final JdbcSession session;
    private final LockRow row;
    private final long key;
    private Optional<Long> fence = Optional.empty();

    PostgresLock(JdbcSession session, LockRow row, String project) {
        this.session = session;
        this.row = row;
        this.key = key(project);
    }

    @Override
    public Optional<Long> tryAcquire(String who) {
        if (fence.isPresent()) {
            return fence;
        }
        boolean locked = session.first("SELECT pg_catalog.pg_try_advisory_lock(?)", result -> result.getBoolean(1), key)
                .orElse(false);
        if (!locked) {
            return Optional.empty();
        }
        try {
            fence = Optional.of(row.take(who));
            return fence;
        } finally {
            if (fence.isEmpty()) {
                unlock();
            }
        }
    }

    @Override
    public Optional<Holder> holder() {
        Optional<Holder> known = sessionHolding();
        // the row is not written yet for a moment, and not everybody may read it
        return known.flatMap(holding -> row.holder(holding.session())).or(() -> known);
    }

    /** What the server itself knows. */
    private Optional<Holder> sessionHolding() {
        return session.first(
                "SELECT l.pid, coalesce(a.usename, 'unknown user'), coalesce(pg_catalog.host(a.client_addr), 'local'),"
                        + " coalesce(extract(epoch FROM a.backend_start)::bigint, 0)"
                        + " FROM pg_catalog.pg_locks l LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid"
                        + " WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1"
                        + " AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())"
                        + " AND l.classid::bigint = ? AND l.objid::bigint = ?",
                found -> new Holder(
                        found.getString(2) + " at " + found.getString(3),
                        Instant.EPOCH.plus(found.getLong(4), ChronoUnit.SECONDS),
                        Optional.of(new Session(
                                "server process " + found.getInt(1),
                                "SELECT pg_terminate_backend(" + found.getInt(1) + ")"))),
                key >>> 32,
                key & 0xFFFF_FFFFL);
    }

    @Override
    public void release() {
        if (fence.isPresent()) {
            fence = Optional.empty();
            unlock();
        }
    }

    private void unlock() {
        try {
            session.query("SELECT pg_catalog.pg_advisory_unlock(?)", result -> result.getBoolean(1), key);
        } catch (SlipwayException e) {
            // A broken session has lost its lock already; what broke it is told by who saw it.
            return;
        }
    }

    static long key(String project) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(("slipway lock " + project).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
