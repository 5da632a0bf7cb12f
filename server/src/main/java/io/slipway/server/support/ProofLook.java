package io.slipway.server.support;

import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.support.Support;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;
import java.util.Optional;

/** Whether a case was walked through all tiers, as they are now, and acknowledged in each. */
public final class ProofLook implements Collector {
    private static final String QUERY = "the newest case that proves the support process, and the tiers of the file";
    private final Proof proof;

    public ProofLook(Proof proof) {
        this.proof = proof;
    }

    @Override
    public Standard gate() {
        return Standard.SUPPORT_PROVED;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        Optional<Support> support = rollout.rollout().support();
        if (support.isEmpty()) {
            return new Finding(false, QUERY, "the rollout file has no section 'support'");
        }
        return proof.last(rollout)
                .map(last -> last.holds(support.get())
                        ? new Finding(true, QUERY, last.words())
                        : new Finding(false, QUERY, "the tiers have changed since they were proved"))
                .orElse(new Finding(false, QUERY, "no case has been walked from L1 to L3 yet"));
    }
}
