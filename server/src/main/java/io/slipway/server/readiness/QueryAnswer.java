package io.slipway.server.readiness;

import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import io.slipway.rollout.readiness.Gate;
import io.slipway.rollout.support.RaisedText;
import io.slipway.server.rollout.Collector.Finding;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is said and kept of the answer to a team's own query. Whoever may see the project reads it, and it stays in the
 * audit log, while a query can find anything: so a count or a truth is told where the file expects one, and of anything
 * else only whether it is what the file expects.
 */
final class QueryAnswer {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,12}(\\.\\d{1,6})?");
    private static final Pattern TRUTH = Pattern.compile("(?i)true|false|t|f|yes|no");
    private static final int LONGEST_MESSAGE = 200;

    /**
     * The first two signs of SQLSTATEs whose messages tell of connection, rights, time and the query's own text. Those of
     * data, and those that a function of the database makes up, quote what they stumbled over.
     */
    private static final Set<String> WITHOUT_DATA = Set.of("08", "25", "28", "42", "53", "55", "57", "70", "HY");

    /** More than one value, as we say it ourselves. */
    private static final String TOO_MANY = "21000";

    private QueryAnswer() {}

    static Finding of(Gate.Query query, Optional<String> value) {
        if (value.equals(Optional.of(query.equal()))) {
            return new Finding(true, query.text(), query.equal());
        }
        String found = value.map(text -> sameSort(text, query.equal()) ? text : "another value, which is not shown")
                .orElse("no value");
        return new Finding(false, query.text(), "it is " + found + ", and should be " + query.equal());
    }

    private static boolean sameSort(String found, String expected) {
        return NUMBER.matcher(expected).matches() && NUMBER.matcher(found).matches()
                || TRUTH.matcher(expected).matches() && TRUTH.matcher(found).matches();
    }

    static Finding failed(Gate.Query query, Dialect dialect, SqlFailure failure) {
        String state = failure.sqlState();
        boolean told = state.length() > 2
                        && WITHOUT_DATA.contains(state.substring(0, 2))
                        && tells(dialect, state)
                        && !RaisedText.is(state, failure.getMessage())
                || state.equals(TOO_MANY);
        return new Finding(
                false,
                query.text(),
                "the query failed: "
                        + (told
                                ? cut(String.valueOf(failure.getMessage()))
                                : "SQLSTATE " + state + ", whose message may quote data and is not shown"));
    }

    /** MariaDB has one general state for all that has none of its own, its XML functions' complaints included. */
    private static boolean tells(Dialect dialect, String state) {
        return !state.startsWith("HY") || dialect == Dialect.SQLITE;
    }

    private static String cut(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE - 1) + "…";
    }
}
