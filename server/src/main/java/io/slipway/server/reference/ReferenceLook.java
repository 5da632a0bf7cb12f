package io.slipway.server.reference;

import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.reference.ReferenceComparison;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;

/** Whether packaging proves on what production is now. */
public final class ReferenceLook implements Collector {
    private final ReferenceDesk desk;

    public ReferenceLook(ReferenceDesk desk) {
        this.desk = desk;
    }

    @Override
    public Standard gate() {
        return Standard.REFERENCE_REFRESHED;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        ReferenceComparison seen = desk.compare(rollout);
        return new Finding(
                seen.equal(),
                "the schema of '" + seen.environment() + "', " + seen.source()
                        + ", and the one after the last change of the artifact that it is at, " + seen.reference(),
                seen.result());
    }
}
