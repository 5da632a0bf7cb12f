package io.slipway.release.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a target's history.
 *
 * @param sequence position in the history, rising; 0 until it is stored
 * @param deployment id of the deployment it belongs to
 * @param changeId identity of the change, absent for events about a deployment; so are {@code path}, {@code kind} and
 *     {@code digest}
 * @param version version of the artifact
 * @param artifact digest of the artifact
 * @param statements how many statements were run
 * @param rows how many rows they reported as changed
 * @param millis how long it took
 * @param by who deployed
 * @param note JSON object with whatever else is known: a failure, an approval, the reason for a skipped gate; {@code {}}
 *     when there is nothing
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HistoryEntry(
        long sequence,
        HistoryEvent event,
        String deployment,
        Optional<String> changeId,
        Optional<String> path,
        Optional<String> kind,
        Optional<String> digest,
        String version,
        String artifact,
        int statements,
        long rows,
        long millis,
        Instant at,
        String by,
        String note) {

    /** The note of a completed deployment after which the target has all of its artifact. */
    public static final String WHOLE = "{\"whole\":true}";

    /** What people are to read of the note; empty when there is nothing. */
    public String remark() {
        return note.equals("{}") || note.equals(WHOLE) ? "" : note;
    }
}
