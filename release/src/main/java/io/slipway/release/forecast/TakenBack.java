package io.slipway.release.forecast;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.RollbackSeen;
import io.slipway.release.deploy.ChangeTask;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.project.Environment;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Touched;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rollback of a version that was reworked: where that version is, it runs right before the one in its place.
 *
 * @param seen what packaging saw of it
 */
record TakenBack(Change change, RollbackSeen seen, ScriptSource source) {

    /** Empty where packaging saw nothing: an earlier Slipway, or another reworked change had no proved rollback. */
    static Optional<TakenBack> of(Dialect dialect, Artifact artifact, Change replaced, Environment environment) {
        return artifact.proof()
                .of(replaced)
                .rollback()
                .seen()
                .map(seen -> new TakenBack(
                        replaced,
                        seen,
                        ChangeTask.rollback(dialect, artifact, replaced, environment)
                                .source()));
    }

    /** What is seen of both, one after the other. */
    ChangeProof before(ChangeProof next) {
        Touched touched = new Touched(seen.locks(), seen.work()).then(new Touched(next.locks(), next.work()));
        return new ChangeProof(
                seen.statements() + next.statements(),
                seen.rows() + next.rows(),
                seen.transactional() && next.transactional(),
                touched.locks(),
                touched.work(),
                objects(next),
                next.rollback(),
                next.findings());
    }

    private List<ObjectSeen> objects(ChangeProof next) {
        return Stream.concat(seen.objects().stream(), next.objects().stream())
                .distinct()
                .toList();
    }

    /** On what is there, by itself; empty when it touches nothing of it. */
    Optional<Impact> impact(Impacts impacts, ChangeProof next) {
        ChangeProof alone = new ChangeProof(
                seen.statements(),
                seen.rows(),
                seen.transactional(),
                seen.locks(),
                seen.work(),
                seen.objects(),
                next.rollback(),
                List.of());
        return impacts.of(change.kind(), alone, source);
    }
}
