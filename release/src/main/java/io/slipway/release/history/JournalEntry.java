package io.slipway.release.history;

import java.util.Optional;

/**
 * What is known of one statement of a change that could not run in one transaction.
 *
 * @param changeKey the change, as {@code id@digest}
 * @param direction {@code apply} or {@code rollback}
 * @param statement its number in the script, from 1
 * @param sqlDigest SHA-256 of the statement, lower-case hex: a resumed script must still have it at that place
 * @param state what became of it
 * @param note the error of a failed one
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
        /** The database refused it, so it did nothing. */
        FAILED
    }
}
