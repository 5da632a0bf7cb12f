package io.slipway.release.report;

import io.slipway.release.history.JournalEntry;

/**
 * What a statement in doubt counts as now.
 *
 * @param change {@code id@digest}
 * @param state {@code done} or {@code not-done}
 */
public record ResolveReport(int formatVersion, String environment, String change, int statement, String state) {

    public static ResolveReport of(String environment, JournalEntry settled) {
        return new ResolveReport(
                Reports.FORMAT_VERSION,
                environment,
                settled.changeKey(),
                settled.statement(),
                settled.state() == JournalEntry.State.DONE ? "done" : "not-done");
    }
}
