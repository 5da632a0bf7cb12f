package io.slipway.release.history;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is known of one statement of a change that could not run in one transaction.
 *
 * @param changeKey the change, as {@code id@digest}
 * @param direction {@code apply} or {@code rollback}
 * @param statement its number in the script, from 1
 * @param sqlDigest SHA-256 of the statement, lower-case hex: a resumed script must still have it at that place
 * @param state what became of it
 * @param note the beginning of a started statement, the error of a failed one, the names of what is half-built (one a
 *     line), a person's reason
 */
public record JournalEntry(
        String deployment,
        String changeKey,
        String direction,
        int statement,
        String sqlDigest,
        State state,
        Optional<String> note) {

    public enum State {
        /** Sent; nothing is known yet. Found after a crash, it means the statement is in doubt. */
        STARTED,
        DONE,
        /** The database refused it or took it back, so it did nothing. */
        FAILED,
        /** The database refused it, and left objects behind that are of no use. */
        HALF_BUILT
    }

    /**
     * The last statement of a change that stands in the target; those before it do too, for a script's own transaction is
     * written down by its end. 0 for none.
     *
     * @param direction {@code apply} or {@code rollback}
     */
    public static int lastDone(List<JournalEntry> journal, String changeKey, String direction) {
        return lastDone(
                journal,
                entry ->
                        entry.changeKey().equals(changeKey) && entry.direction().equals(direction));
    }

    static int lastDone(List<JournalEntry> journal, Predicate<JournalEntry> wanted) {
        return journal.stream()
                .filter(wanted.and(entry -> entry.state() == State.DONE))
                .mapToInt(JournalEntry::statement)
                .max()
                .orElse(0);
    }

    /** Identity of the change, without the digest of its text. */
    public String changeId() {
        return changeKey.substring(0, changeKey.lastIndexOf('@'));
    }

    /** Such as {@code statement 2 of ddl/5.sql: ALTER TABLE customer …}. */
    public String shown() {
        String place = "statement " + statement + " of " + changeId();
        return state == State.STARTED ? note.map(sql -> place + ": " + sql).orElse(place) : place;
    }
}
