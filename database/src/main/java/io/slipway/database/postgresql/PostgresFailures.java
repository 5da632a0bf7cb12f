package io.slipway.database.postgresql;

import io.slipway.database.SqlFailures;
import io.slipway.release.target.SqlFailure;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Turns PostgreSQL's error fields into words and a place. */
final class PostgresFailures implements SqlFailures {

    /**
     * States with which the server ends a session: shutdown by an administrator or a crash, server not accepting
     * work, database dropped, and the limits on idle sessions and transactions. Those of class 08 come in addition.
     */
    private static final Set<String> SESSION_ENDED =
            Set.of("57P01", "57P02", "57P03", "57P04", "57P05", "25P03", "25P04");

    @Override
    public SqlFailure of(SQLException e, String sql) {
        String state = SqlFailures.state(e);
        boolean lost = state.startsWith("08") || SESSION_ENDED.contains(state);
        ServerErrorMessage server = e instanceof PSQLException ours ? ours.getServerErrorMessage() : null;
        if (e.getCause() instanceof BoundedAnswers.TooLarge tooLarge) {
            return new SqlFailure(tooLarge.getMessage() + ".", state, 0, lost, e);
        }
        if (server == null) {
            return new SqlFailure(SqlFailures.message(e), state, 0, lost, e);
        }
        StringBuilder message = new StringBuilder(SqlFailures.message(e).length() + 200);
        message.append(server.getMessage());
        add(message, "Detail", server.getDetail());
        add(message, "Hint", server.getHint());
        add(message, "Query", server.getInternalQuery());
        add(message, "Where", server.getWhere());
        return new SqlFailure(message.toString(), state, position(server.getPosition(), sql), lost, e);
    }

    private static void add(StringBuilder message, String label, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            message.append('\n').append(label).append(": ").append(value);
        }
    }

    /** The server counts code points; Java, and the splitter, count UTF-16 units. */
    private static int position(int codePoints, String sql) {
        if (codePoints <= 0 || codePoints > sql.codePointCount(0, sql.length()) + 1) {
            return 0;
        }
        return sql.offsetByCodePoints(0, codePoints - 1) + 1;
    }
}
