package io.slipway.release.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import java.util.Optional;

/** The JSON that history entries carry beside their columns. */
public final class Notes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Notes() {}

    static String failure(Optional<FailedAt> at, SlipwayException error) {
        ObjectNode note = JSON.createObjectNode();
        note.put("code", error.code().code());
        note.put("message", at.map(FailedAt::message).orElse(error.getMessage()));
        at.ifPresent(f -> note.put("statement", f.statement())
                .put("line", f.line())
                .put("column", f.column())
                .put("sqlState", f.sqlState()));
        return note.toString();
    }

    /** Of a deployment after which the target has all of its artifact; else nothing. */
    static String completed(boolean whole) {
        return whole ? HistoryEntry.WHOLE : "{}";
    }

    /**
     * Whether nothing of an artifact is missing in a target, nothing is under way there and nothing failed: because the
     * last thing that happened there made it so.
     *
     * @param newest entry of the history
     */
    static boolean whole(HistoryEntry newest, String artifact) {
        return newest.event() == HistoryEvent.DEPLOYMENT_COMPLETED
                && newest.artifact().equals(artifact)
                && newest.note().equals(HistoryEntry.WHOLE);
    }

    /** What was decided by people: who approved and why, and whether a gate was passed over. */
    public static String decision(Actor actor, Optional<String> gateSkipped) {
        ObjectNode note = JSON.createObjectNode();
        actor.approvedBy().ifPresent(name -> note.put("approvedBy", name));
        actor.reason().ifPresent(reason -> note.put("reason", reason));
        gateSkipped.ifPresent(why -> note.put("gateSkipped", why));
        return note.toString();
    }
}
