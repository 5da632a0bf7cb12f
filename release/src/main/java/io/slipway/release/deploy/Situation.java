package io.slipway.release.deploy;

import io.slipway.release.artifact.Addition;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.history.TargetHistory;
import io.slipway.release.plan.DeploymentPlan;
import java.util.List;
import java.util.Optional;

/**
 * What a deployment finds in its target, and what it therefore is to run.
 *
 * @param state all that the history says; where the target is whole, only that it is
 * @param standing how many changes the target has once none of the artifact is missing
 * @param whole the entry that says the target has all of the artifact that this one continues, and nothing else: then it is
 *     known without the rest of the history what is missing
 */
record Situation(HistoryState state, DeploymentPlan plan, int standing, Optional<HistoryEntry> whole) {

    /** @throws SlipwayException the artifact must not be deployed there, see {@link DeploymentPlan#of} */
    static Situation of(DeployRequest request, HistoryState state) {
        Artifact artifact = request.artifact();
        DeploymentPlan plan = DeploymentPlan.of(
                artifact.manifest(), artifact.proof(), request.environment().shown(), state, request.selection());
        return new Situation(state, plan, artifact.manifest().standing().size(), Optional.empty());
    }

    /**
     * Empty where more than the newest entry has to be known.
     *
     * @param newest entry of a target that is whole
     * @param addition to the artifact that it has all of
     * @throws SlipwayException {@code requires-not-chosen}
     */
    static Optional<Situation> after(
            HistoryEntry newest, Addition addition, DeployRequest request, TargetHistory history) {
        if (newest.applied().isEmpty() || !addition.onlyAdds()) {
            return Optional.empty();
        }
        List<JournalEntry> journal = history.journal();
        if (!journal.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Situation(
                HistoryState.of(List.of(newest), journal),
                DeploymentPlan.after(addition, request.selection()),
                newest.applied().getAsInt() + addition.changes().size(),
                Optional.of(newest)));
    }

    /** Whether the history says the same now. */
    boolean holds(TargetHistory history) {
        return whole.isPresent() && history.whole().equals(whole);
    }

    boolean upToDate(DeployRequest request) {
        return plan.pending().isEmpty()
                && state.current()
                        .map(deployed ->
                                deployed.artifact().equals(request.artifact().digest()))
                        .orElse(false);
    }

    /** What a completed deployment notes that ran all of the plan. */
    String note() {
        return plan.notChosen().isEmpty() ? HistoryEntry.whole(standing) : "{}";
    }
}
