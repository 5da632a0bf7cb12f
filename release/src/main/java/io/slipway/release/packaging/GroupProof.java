package io.slipway.release.packaging;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.reference.ProofGroups;
import io.slipway.release.target.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Proves the rollbacks of scripts that ran in one group, and makes the scripts' proofs. */
final class GroupProof {
    private final ProofGroups groups;
    private final List<ProofCandidate> group;
    private final List<ProofGroups.Seen> seen;

    /** @param seen what each of them did */
    GroupProof(ProofGroups groups, List<ProofCandidate> group, List<ProofGroups.Seen> seen) {
        this.groups = groups;
        this.group = group;
        this.seen = seen;
    }

    /** Takes one script back and runs it again, by itself, where all of a group have run. */
    interface OneByOne {
        RollbackProof rollBack(Step step, CatalogueDifference applied) throws SqlFailure;
    }

    /** Empty when a rollback did not hold that might, were it not for the other scripts. */
    Optional<List<ChangeProof>> run(OneByOne oneByOne) throws SqlFailure {
        Optional<List<ProofGroups.Round>> rounds = backAndForth();
        List<ChangeProof> proofs = new ArrayList<>();
        int round = 0;
        for (int i = 0; i < group.size(); i++) {
            ProofCandidate candidate = group.get(i);
            CatalogueDifference applied = seen.get(i).difference();
            RollbackProof rollback = ChangeProofs.none();
            if (candidate.rollback().isPresent()) {
                if (rounds.isPresent()) {
                    rollback = told(applied, rounds.get().get(round++));
                } else {
                    rollback = oneByOne.rollBack(candidate.step(), applied);
                    // rows depend on rows, whatever is named
                    if (rollback.result() != RollbackResult.PROVED && candidate.rows() && group.size() > 1) {
                        return Optional.empty();
                    }
                }
            }
            proofs.add(ChangeProofs.proof(
                    new ScriptRunner.Ran(
                            candidate.apply().statements().size(), seen.get(i).rows()),
                    true,
                    seen.get(i).touched(),
                    applied,
                    rollback));
        }
        return Optional.of(proofs);
    }

    private Optional<List<ProofGroups.Round>> backAndForth() throws SqlFailure {
        List<ProofGroups.Text> scripts = new ArrayList<>();
        List<ProofGroups.Text> rollbacks = new ArrayList<>();
        for (ProofCandidate candidate : group) {
            candidate.rollback().ifPresent(rollback -> {
                scripts.add(candidate.apply());
                rollbacks.add(rollback);
            });
        }
        return scripts.isEmpty() ? Optional.of(List.of()) : groups.backAndForth(scripts, rollbacks);
    }

    private static RollbackProof told(CatalogueDifference applied, ProofGroups.Round round) {
        CatalogueDifference left = applied.then(round.back());
        if (left.isEmpty()) {
            left = round.back().then(round.forth());
        }
        return left.isEmpty() ? ChangeProofs.proved() : ChangeProofs.notProved(ChangeProofs.leftover(left));
    }
}
