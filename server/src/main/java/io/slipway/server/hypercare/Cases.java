package io.slipway.server.hypercare;

import io.slipway.rollout.hypercare.Delivered;
import io.slipway.server.rollout.ServedRollout;
import java.time.Instant;
import java.util.List;

/** Knows the support cases of a team. */
@FunctionalInterface
public interface Cases {

    /** Those opened since some time, with the tier that has or had them and what they were about. */
    List<Delivered.Case> since(ServedRollout rollout, Instant since);
}
