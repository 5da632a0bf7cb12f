package io.slipway.server.cleanup;

import io.slipway.rollout.readiness.Standard;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;
import java.util.List;

/** Whether nothing is left of any rehearsal, and every schema is the one that was approved. */
public final class CleanedLook implements Collector {
    private final CleanupDesk desk;

    public CleanedLook(CleanupDesk desk) {
        this.desk = desk;
    }

    @Override
    public Standard gate() {
        return Standard.CLEANED;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        String query = "what rehearsals left here and in each environment but production, and the schemas that the last"
                + " clean-up was approved for";
        List<String> found = desk.verify(rollout);
        return found.isEmpty()
                ? new Finding(true, query, "nothing is left of a rehearsal")
                : new Finding(
                        false, query, found.get(0) + (found.size() > 1 ? ", and " + (found.size() - 1) + " more" : ""));
    }
}
