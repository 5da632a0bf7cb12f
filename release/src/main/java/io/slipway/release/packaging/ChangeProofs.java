package io.slipway.release.packaging;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.artifact.Proof.RollbackSeen;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.target.Touched;
import java.util.List;
import java.util.Optional;

/** Makes proofs of what was seen. */
final class ChangeProofs {
    private ChangeProofs() {}

    static ChangeProof proof(
            ScriptRunner.Ran ran,
            boolean transactional,
            Touched touched,
            CatalogueDifference difference,
            RollbackProof rollback) {
        return new ChangeProof(
                ran.statements(),
                ran.rows(),
                transactional,
                touched.locks(),
                touched.work(),
                objects(difference),
                rollback,
                List.of());
    }

    static RollbackSeen rollback(
            ScriptRunner.Ran ran, boolean transactional, Touched touched, CatalogueDifference difference) {
        return new RollbackSeen(
                ran.statements(), ran.rows(), transactional, touched.locks(), touched.work(), objects(difference));
    }

    private static List<ObjectSeen> objects(CatalogueDifference difference) {
        return difference.entries().stream()
                .map(e ->
                        new ObjectSeen(e.event(), e.object().kind(), e.object().name()))
                .toList();
    }

    static RollbackProof proved() {
        return new RollbackProof(RollbackResult.PROVED, Optional.empty(), Optional.empty());
    }

    static RollbackProof none() {
        return new RollbackProof(RollbackResult.NONE, Optional.empty(), Optional.empty());
    }

    static RollbackProof notProved(String reason) {
        return new RollbackProof(RollbackResult.NOT_PROVED, Optional.of(reason), Optional.empty());
    }

    static String leftover(CatalogueDifference left) {
        int more = left.entries().size() - 1;
        return "the catalogue is not as before: " + left.entries().get(0) + (more > 0 ? " and " + more + " more" : "");
    }
}
