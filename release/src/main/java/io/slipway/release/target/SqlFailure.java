package io.slipway.release.target;

import io.slipway.release.sql.SecretMask;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The database refused a statement, or the connection broke while one ran. */
public final class SqlFailure extends Exception {
    private static final long serialVersionUID = 1L;
    /** In characters: a script may raise an error of a gigabyte, and what is said goes into histories and pages. */
    private static final int LONGEST = 20_000;

    private final String sqlState;
    private final int position;
    private final boolean connectionLost;

    /**
     * @param message the database's own words, with detail and hint; what is over 20,000 characters is cut, and
     *     passwords of statements that it quotes are left out
     * @param position where in the statement, in characters from 1; 0 when the database does not say
     * @param connectionLost the statement's outcome is unknown
     */
    public SqlFailure(
            String message, String sqlState, int position, boolean connectionLost, @Nullable Throwable cause) {
        super(SecretMask.of(cut(message)), cause);
        this.sqlState = sqlState;
        this.position = position;
        this.connectionLost = connectionLost;
    }

    private static String cut(String message) {
        return message.length() <= LONGEST
                ? message
                : message.substring(0, LONGEST) + "… (" + (message.length() - LONGEST) + " characters more)";
    }

    /** Five characters of the SQL standard; {@code HY000} when the driver gives none. */
    public String sqlState() {
        return sqlState;
    }

    public OptionalInt position() {
        return position > 0 ? OptionalInt.of(position) : OptionalInt.empty();
    }

    public boolean connectionLost() {
        return connectionLost;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
