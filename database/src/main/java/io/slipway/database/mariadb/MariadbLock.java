package io.slipway.database.mariadb;

import io.slipway.database.JdbcSession;
import io.slipway.database.LockRow;
import io.slipway.database.SecondSession;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.TargetLock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Two user locks ({@code GET_LOCK}), both needed. Putting a session back to its beginning, which happens between
 * scripts, frees its locks; so one is held by a session that does nothing else, and only the other by the session that
 * works. Neither the death of one session nor a script's {@code RELEASE_ALL_LOCKS} lets anybody in.
 *
 * <p>User locks belong to one server: on a Galera cluster, deploy through one node. The fence protects in any case.
 */
final class MariadbLock implements TargetLock {
    private final MariadbSession work;
    private final SecondSession second;
    private final LockRow row;
    private final String name;
    private Optional<Long> fence = Optional.empty();

    /** @param second outlives what the scripts do to the working session */
    MariadbLock(MariadbSession work, SecondSession second, LockRow row, String database, String project) {
        this.work = work;
        this.second = second;
        this.row = row;
        this.name = "slipway_" + hash(database + '\0' + project).substring(0, 48);
    }

    @Override
    public Optional<Long> tryAcquire(String who) {
        if (fence.isPresent() || !lock(second.get(), guardName())) {
            return fence;
        }
        try {
            work.settle();
            if (lock(work.jdbc(), workName())) {
                fence = Optional.of(row.take(who));
            }
            return fence;
        } finally {
            if (fence.isEmpty()) {
                unlock();
            }
        }
    }

    @Override
    public Optional<Holder> holder() {
        work.settle();
        return holding(workName()).or(() -> holding(guardName())).flatMap(session -> row.holder(Optional.of(session)));
    }

    private Optional<Session> holding(String lock) {
        return work.jdbc()
                .first("SELECT IS_USED_LOCK(?)", result -> result.getLong(1), lock)
                .filter(connection -> connection > 0)
                .map(connection -> new Session("connection " + connection, "KILL " + connection));
    }

    @Override
    public void release() {
        if (fence.isPresent()) {
            fence = Optional.empty();
            unlock();
        }
    }

    private void unlock() {
        unlock(work.jdbc(), workName());
        unlock(second.get(), guardName());
    }

    /** Takes the working session's lock again after that session was put back to its beginning. */
    void renew() {
        if (fence.isPresent() && !lock(work.jdbc(), workName())) {
            throw SlipwayException.of(
                    ErrorCode.LOCK_LOST,
                    "The session that holds this database's lock ended, and another deployment has taken it over.",
                    "Look at the history before deploying again.");
        }
    }

    private String guardName() {
        return name + "_guard";
    }

    private String workName() {
        return name + "_work";
    }

    private static void unlock(JdbcSession session, String lock) {
        try {
            session.first("SELECT RELEASE_LOCK(?)", result -> result.getInt(1), lock);
        } catch (SlipwayException e) {
            // A broken session has lost its lock already.
            return;
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
