package io.slipway.release.deploy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import java.util.List;
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

    /** What was decided by people: who approved and why, and whether a gate was passed over. */
    public static String decision(Actor actor, Optional<String> gateSkipped) {
        ObjectNode note = JSON.createObjectNode();
        actor.approvedBy().ifPresent(name -> note.put("approvedBy", name));
        actor.reason().ifPresent(reason -> note.put("reason", reason));
        gateSkipped.ifPresent(why -> note.put("gateSkipped", why));
        return note.toString();
    }

    /** What was taken back that somebody had done by hand, and who decided it. */
    public static String reverted(Actor actor, List<String> objects) {
        ObjectNode note = JSON.createObjectNode();
        actor.approvedBy().ifPresent(name -> note.put("approvedBy", name));
        actor.reason().ifPresent(reason -> note.put("reason", reason));
        objects.forEach(note.putArray("reverted")::add);
        return note.toString();
    }
}
