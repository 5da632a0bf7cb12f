package io.slipway.release.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    /** How the note begins of a completed deployment after which the target has all of its artifact. */
    private static final String WHOLE = "{\"whole\":true";

    /** How the note begins of an applied change whose time was foretold. */
    private static final String FORECAST = "{\"forecast\":";

    private static final Pattern APPLIED = Pattern.compile("\"applied\":(\\d{1,9})");

    /**
     * The note of a completed deployment after which the target has all of its artifact, and nothing else.
     *
     * @param applied how many changes those are
     */
    public static String whole(int applied) {
        return WHOLE + ",\"applied\":" + applied + "}";
    }

    /** Whether the deployment that completed here left the target with all of its artifact. */
    public boolean whole() {
        return event == HistoryEvent.DEPLOYMENT_COMPLETED && note.startsWith(WHOLE);
    }

    /** How many changes a target has that is whole; empty where the entry does not say. */
    public OptionalInt applied() {
        Matcher found = APPLIED.matcher(note);
        return whole() && found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
    }

    /** Whether the note has how long it was expected to take, and nothing else. */
    public boolean forecast() {
        return event == HistoryEvent.APPLIED && note.startsWith(FORECAST);
    }

    /** What people are to read of the note; empty when there is nothing. */
    public String remark() {
        return note.equals("{}") || whole() || forecast() ? "" : note;
    }
}
