package io.slipway.database.sqlite;

import io.slipway.database.HistoryTables;
import io.slipway.database.JdbcSession;
import io.slipway.database.LockRow;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.TargetLock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The operating system's lock on a file {@code <database>.slipway-lock} beside the database, which ends with the
 * process. The file stays: taking it away would let two processes lock two files of one name. Projects that share a
 * database wait for each other, as SQLite has one writer anyway.
 */
final class SqliteLock implements TargetLock {
    /**
     * Files locked by this process. It cannot be left to the system: closing any channel on a file, such as that of a
     * second session that tried in vain, gives up all locks that the process has on it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final SqliteSession session;
    private final String project;
    private final Clock clock;
    private Optional<Long> fence = Optional.empty();
    private @Nullable Held held;

    private record Held(Path file, FileChannel channel, FileLock lock) {}

    SqliteLock(SqliteSession session, String project, Clock clock) {
        this.session = session;
        this.project = project;
        this.clock = clock;
    }

    @Override
    public Optional<Long> tryAcquire(String who) {
        if (fence.isPresent()) {
            return fence;
        }
        JdbcSession jdbc = session.writing();
        Path file = file();
        if (!HELD.add(file)) {
            return Optional.empty();
        }
        boolean acquired = false;
        try {
            acquired = lock(file);
        } finally {
            if (!acquired) {
                HELD.remove(file);
            }
        }
        if (!acquired) {
            return Optional.empty();
        }
        try {
            fence = Optional.of(row(jdbc).take(who));
            return fence;
        } finally {
            if (fence.isEmpty()) {
                release();
            }
        }
    }

    private boolean lock(Path file) {
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return false;
            }
            held = new Held(file, channel, lock);
            return true;
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.HISTORY_UNUSABLE,
                            "The file " + file + " cannot be locked: " + e.getMessage(),
                            "Slipway must be able to write to the folder of the database.")
                    .causedBy(e);
        }
    }

    @Override
    public Optional<Holder> holder() {
        return session.file().exists() && isHeld(file())
                ? row(session.reading()).holder(Optional.empty())
                : Optional.empty();
    }

    private Path file() {
        Path database = session.file().real();
        return database.resolveSibling(database.getFileName() + ".slipway-lock");
    }

    private static boolean isHeld(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        if (!HELD.add(file)) {
            return true;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (IOException e) {
            // whoever may not open it cannot be told
            return false;
        } finally {
            HELD.remove(file);
        }
    }

    @Override
    public void release() {
        Held mine = held;
        if (mine == null) {
            return;
        }
        held = null;
        fence = Optional.empty();
        try {
            mine.lock().release();
            mine.channel().close();
        } catch (IOException e) {
            // The lock ends with the channel, and at the latest with the process.
            return;
        } finally {
            HELD.remove(mine.file());
        }
    }

    private LockRow row(JdbcSession jdbc) {
        SqliteHistoryDialect dialect = new SqliteHistoryDialect();
        return new LockRow(jdbc, new HistoryTables(jdbc, dialect, project), dialect, project, clock);
    }
}
