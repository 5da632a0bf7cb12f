package io.slipway.release.deploy;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptScan;
import io.slipway.release.sql.BatchedStatements;
import io.slipway.release.sql.Dialect;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/** The statements of small scripts, read and cut once for all databases of a deployment, as far as there is room. */
final class SmallScripts {
    /** In bytes of a script. */
    private static final int SMALL = 16 << 10;
    /** In characters of all that are kept. */
    private static final int ROOM = 8 << 20;

    private static final Pattern MAKES = Pattern.compile(
            "\\s*CREATE\\s+(?:OR\\s+REPLACE\\s+)?(?:TABLE|VIEW|SEQUENCE|TYPE|DOMAIN|SCHEMA|FUNCTION|PROCEDURE)\\b",
            Pattern.CASE_INSENSITIVE);

    private final Dialect dialect;
    private final Map<String, Optional<List<String>>> known = new ConcurrentHashMap<>();
    private final Map<String, Boolean> inOne = new ConcurrentHashMap<>();
    private final AtomicLong kept = new AtomicLong();

    /** For one artifact in one environment. */
    SmallScripts(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** What a task sends, if it may be sent without looking at what comes back. */
    Optional<List<String>> statements(ChangeTask task) {
        if (!task.transactional() || task.change().timeout().isPresent()) {
            return Optional.empty();
        }
        String key = task.event() + " " + task.change().key();
        Optional<List<String>> before = known.get(key);
        if (before != null) {
            return before;
        }
        Optional<List<String>> read = read(task);
        if (kept.addAndGet(length(read)) <= ROOM) {
            known.put(key, read);
        }
        return read;
    }

    /** Whether what is read now is kept. */
    boolean hasRoom() {
        return kept.get() < ROOM;
    }

    /**
     * Whether a task may run in one transaction, found as packaging finds it; empty where the script is not small and its
     * proof is to be asked.
     */
    Optional<Boolean> transactional(ChangeTask task) {
        if (!task.change().transaction()) {
            return Optional.of(false);
        }
        if (!small(task)) {
            return Optional.empty();
        }
        return Optional.of(inOne.computeIfAbsent(
                task.change().key(),
                key -> statements(task).isPresent()
                        || ScriptScan.of(dialect, task.source())
                                .outsideTransaction()
                                .isEmpty()));
    }

    /** Whether it is seen at once that a task only makes what was not there, and so works on no table of the target. */
    boolean onlyMakes(ChangeTask task) {
        return statements(task)
                .filter(all -> all.stream()
                        .allMatch(statement -> MAKES.matcher(statement).lookingAt()))
                .isPresent();
    }

    private Optional<List<String>> read(ChangeTask task) {
        try (Reader reader = task.source().reader()) {
            return small(task) ? BatchedStatements.of(dialect, reader) : Optional.empty();
        } catch (IOException | SlipwayException e) {
            // whoever runs it by itself says so
            return Optional.empty();
        }
    }

    private static boolean small(ChangeTask task) {
        try {
            return task.source().text().size() <= SMALL;
        } catch (IOException e) {
            // whoever reads it says so
            return false;
        }
    }

    private static int length(Optional<List<String>> statements) {
        return statements.orElse(List.of()).stream().mapToInt(String::length).sum();
    }
}
