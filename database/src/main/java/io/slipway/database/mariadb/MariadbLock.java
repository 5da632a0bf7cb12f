package io.slipway.database.mariadb;

import io.slipway.database.JdbcSession;
import io.slipway.database.LockRow;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.TargetLock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two user locks ({@code GET_LOCK}), both needed. Putting a session back to its beginning, which happens between
 * scripts, frees its locks; so one is held by a session that does nothing else, and only the other by the session that
 * works. Neither the death of one session nor a script's {@code RELEASE_ALL_LOCKS} lets anybody in.
 *
 * <p>User locks belong to one server: on a Galera cluster, deploy through one node. The fence protects in any case.
 */
final class MariadbLock implements TargetLock {
    private final MariadbSession work;
    private final Supplier<JdbcSession> connect;
    private final LockRow row;
    private final String name;
    private Optional<Long> fence = Optional.empty();
    private @Nullable JdbcSession guard;

    /** @param connect opens the second session, when the lock is first tried */
    MariadbLock(MariadbSession work, Supplier<JdbcSession> connect, LockRow row, String database, String project) {
        this.work = work;
        this.connect = connect;
        this.row = row;
        this.name = "slipway_" + hash(database + '\0' + project).substring(0, 48);
    }

    @Override
    public Optional<Long> tryAcquire(String who) {
        if (fence.isPresent()) {
            return fence;
        }
        JdbcSession session = connect.get();
        try {
            // It says nothing for as long as the deployment takes.
            session.update("SET wait_timeout = 31536000");
            if (!lock(session, name + "_guard")) {
                session.close();
                return Optional.empty();
            }
            work.settle();
            if (!lock(work.jdbc(), name + "_work")) {
                session.close();
                return Optional.empty();
            }
            guard = session;
            fence = Optional.of(row.take(who));
            return fence;
        } catch (RuntimeException e) {
            guard = session;
            release();
            throw e;
        }
    }

    @Override
    public Optional<Holder> holder() {
        work.settle();
        return row.holder();
    }

    @Override
    public void release() {
        JdbcSession session = guard;
        if (session == null) {
            return;
        }
        guard = null;
        fence = Optional.empty();
        try {
            work.jdbc().first("SELECT RELEASE_LOCK(?)", result -> result.getInt(1), name + "_work");
        } catch (SlipwayException e) {
            // A broken session has lost its lock already; the other one ends below in any case.
        } finally {
            session.close();
        }
    }

    /** Takes the working session's lock again after that session was put back to its beginning. */
    void renew() {
        if (guard != null && !lock(work.jdbc(), name + "_work")) {
            throw SlipwayException.of(
                    ErrorCode.LOCK_LOST,
                    "The session that holds this database's lock ended, and another deployment has taken it over.",
                    "Look at the history before deploying again.");
        }
    }

    private static boolean lock(JdbcSession session, String lock) {
        return session.first("SELECT GET_LOCK(?, 0)", result -> result.getInt(1), lock)
                .equals(Optional.of(1));
    }

    private static String hash(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
