package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.database.postgresql.TouchedRelations.Before;
import io.slipway.release.target.SqlFailure;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Relations as they were at one moment, seen from a session that goes on seeing that while others change them. */
final class StateBefore implements AutoCloseable {
    private final JdbcSession session;

    private StateBefore(JdbcSession session) {
        this.session = session;
    }

    /** As of now. */
    static StateBefore begin(JdbcSession session) throws SqlFailure {
        session.command("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT 1");
        return new StateBefore(session);
    }

    /** Those that were there. */
    Map<Long, Before> relations(Collection<Long> oids) {
        Map<Long, Before> before = new HashMap<>();
        if (!oids.isEmpty()) {
            session.query(
                    PostgresTouched.BEFORE.formatted(numbers(oids)),
                    row -> before.put(row.getLong(1), new Before(row.getString(2), row.getLong(3), row.getBoolean(4))));
        }
        return before;
    }

    /** Those of these foreign keys that were valid. */
    Set<Long> validKeys(Collection<Long> oids) {
        return oids.isEmpty()
                ? Set.of()
                : new HashSet<>(
                        session.query(PostgresTouched.VALID_BEFORE.formatted(numbers(oids)), row -> row.getLong(1)));
    }

    private static String numbers(Collection<Long> oids) {
        return oids.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    @Override
    public void close() throws SqlFailure {
        session.rollback();
    }
}
