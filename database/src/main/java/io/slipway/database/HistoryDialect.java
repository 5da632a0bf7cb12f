package io.slipway.database;

import java.util.List;
import java.util.Optional;

/** How one product words what {@link HistoryTables} and {@link LockRow} need. */
public interface HistoryDialect {

    /** Full name of one of the tables {@code history}, {@code journal}, {@code lock}, {@code format}. */
    String table(String name);

    /**
     * A query with one row whose first column is the number of those tables that exist. It needs no privilege, and
     * leaves an open transaction as it was.
     */
    String existing();

    /**
     * Statements that create what is missing, run in order, each on its own, and last put {@code (1, FORMAT_VERSION)}
     * into {@code format (id, version)} unless it is there; safe when two sessions do so at once. The columns are
     * those that {@link HistoryTables} and {@link LockRow} name.
     */
    List<String> create();

    /**
     * One statement that writes a project's holder and time (parameters: project, holder, and a {@link #toTime} one) into
     * the lock's row, which it makes when there is none, with the next fencing number, and gives that. Empty where it takes
     * several.
     */
    default Optional<String> takeLock() {
        return Optional.empty();
    }

    /**
     * A condition more, with its {@code AND}, for a write that need not wait for the disk, since one that does follows
     * before anything is told; empty where there is no such thing.
     */
    default String soon() {
        return "";
    }

    /** Suffix of a SELECT that keeps the rows read from changing until the transaction ends; may be empty. */
    String share();

    /**
     * Suffix of an INSERT … SELECT into the journal that overwrites {@code deployment}, {@code sql_digest}, {@code state}
     * and {@code note} of a row with the same {@code (project, change_key, direction, statement)}.
     */
    String overwriteJournal();

    /** Expression that turns a parameter, microseconds since 1970 UTC, into a value of a time column. */
    String toTime(String parameter);

    /** Expression that turns a time column into microseconds since 1970 UTC, whatever the session's settings. */
    String fromTime(String column);

    /** Expression that turns a string parameter into a value of the {@code note} columns. */
    default String toNote(String parameter) {
        return parameter;
    }

    /** What lets lines of the history be taken out, within one transaction; empty where nothing keeps them. */
    default String beforeForget() {
        return "";
    }

    /** What keeps them again, in the same transaction. */
    default String afterForget() {
        return "";
    }

    /**
     * Put before each write, such as {@code RESET ROLE; }: a script in the same transaction may have left the session
     * as another user. Empty where no such thing exists.
     */
    default String beforeWrite() {
        return "";
    }
}
