package io.slipway.release.packaging;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.reference.ProofGroups;
import io.slipway.release.target.SqlFailure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves small scripts many at a time, in one message to the server each way. */
final class GroupProver {
    /** After so many groups that had to be proved one by one after all, no more are tried. */
    private static final int SPOILED_GROUPS = 3;

    private final StepRunner runner;
    private final ReferenceAtWork reference;
    private final ScriptProver oneByOne;
    private int spoiled;

    GroupProver(StepRunner runner, ReferenceAtWork reference, ScriptProver oneByOne) {
        this.runner = runner;
        this.reference = reference;
        this.oneByOne = oneByOne;
    }

    /** Empty where the server has no such thing. */
    Optional<ProofGroups> groups() {
        return reference.database().groups(reference.watch());
    }

    /** Whether groups have paid so far. */
    boolean isWorthIt() {
        return spoiled <= SPOILED_GROUPS;
    }

    /**
     * @param took gets how long each took
     * @return {@link io.slipway.release.artifact.Change#key} → what was seen; empty when it was of no use, and the
     *     database is as it was before
     * @throws io.slipway.release.error.SlipwayException {@code script-failed} of the script that did
     */
    Optional<Map<String, ChangeProof>> prove(
            ProofGroups groups, List<ProofCandidate> group, Map<String, Duration> took) {
        List<Step> before = reference.done();
        try {
            runner.watch(reference.target());
            runner.checkCancelled();
            reference.forgetUnread();
            ProofGroups.Outcome outcome = apply(groups, group);
            runner.checkCancelled();
            if (outcome instanceof ProofGroups.Applied applied) {
                Optional<List<ChangeProof>> proved =
                        new GroupProof(groups, group, applied.scripts()).run(oneByOne::rollBackAfterGroup);
                if (proved.isPresent()) {
                    return Optional.of(done(group, applied.scripts(), proved.get(), took));
                }
            } else if (outcome instanceof ProofGroups.Stopped stopped) {
                // by itself it says where
                oneByOne.prove(group.get(stopped.at()).step(), new LinkedHashMap<>());
            }
            spoiled++;
            reference.startAgain(before);
            return Optional.empty();
        } catch (SqlFailure e) {
            throw runner.unavailable(e);
        }
    }

    private ProofGroups.Outcome apply(ProofGroups groups, List<ProofCandidate> group) throws SqlFailure {
        boolean committedBefore = reference.isCommitted();
        reference.committed(true);
        ProofGroups.Outcome outcome =
                groups.apply(group.stream().map(ProofCandidate::apply).toList());
        if (outcome instanceof ProofGroups.Stopped stopped && stopped.at() == 0) {
            reference.committed(committedBefore);
        }
        return outcome;
    }

    private Map<String, ChangeProof> done(
            List<ProofCandidate> group,
            List<ProofGroups.Seen> seen,
            List<ChangeProof> proved,
            Map<String, Duration> took) {
        Map<String, ChangeProof> proofs = new LinkedHashMap<>();
        for (int i = 0; i < group.size(); i++) {
            Step step = group.get(i).step();
            Duration time = seen.get(i).took();
            took.put(step.change().key(), time);
            reference.worked(time);
            proofs.put(step.change().key(), proved.get(i));
            reference.done(step);
        }
        return proofs;
    }
}
