package io.slipway.database.sqlite;

import io.slipway.database.SqlFailures;
import io.slipway.release.target.SqlFailure;
import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads SQLite's errors. It has no SQLSTATEs of its own: the standard's stand in for the few cases that have one. It
 * names the word that it stumbled over, which is a place when the word occurs once.
 */
final class SqliteFailures implements SqlFailures {
    private static final Pattern WORD = Pattern.compile(
            "near \"(.+)\": syntax error|no such (?:column|table|function|index|view|trigger): ([^\\s)]+)",
            Pattern.DOTALL);

    @Override
    public SqlFailure of(SQLException e, String sql) {
        String message = SqlFailures.message(e);
        return new SqlFailure(message, state(e, message), position(message, sql), false, e);
    }

    private static String state(SQLException e, String message) {
        return switch (e.getErrorCode() & 0xff) {
            case 1 -> message.contains("syntax error") || message.contains("incomplete input") ? "42601" : "HY000";
            case 5, 6 -> "HYT00"; // busy, locked
            case 8 -> "25006"; // read-only
            case 9 -> "57014"; // interrupted
            case 19 -> "23000"; // constraint
            default -> SqlFailures.state(e);
        };
    }

    static int position(String message, String sql) {
        if (message.contains("incomplete input")) {
            return sql.length();
        }
        Matcher word = WORD.matcher(message);
        if (!word.find()) {
            return 0;
        }
        String text = word.group(1) != null ? word.group(1) : word.group(2);
        int first = sql.indexOf(text);
        return first < 0 || sql.indexOf(text, first + 1) >= 0 ? 0 : first + 1;
    }
}
