package io.slipway.release.packaging;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptFailure;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.execute.ScriptScan;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.Touched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves scripts one by one: runs each, takes it back, and runs it again. */
final class ScriptProver {
    private static final String SAVEPOINT = "slipway_proof";

    private final StepRunner runner;
    private final ReferenceAtWork reference;

    ScriptProver(StepRunner runner, ReferenceAtWork reference) {
        this.runner = runner;
        this.reference = reference;
    }

    /**
     * @param took gets how long it took
     * @throws SlipwayException {@code script-failed}
     */
    ChangeProof prove(Step step, Map<String, Duration> took) {
        runner.checkCancelled();
        ScriptScan scan = runner.scan(step.apply());
        try {
            return runner.transactional(reference.target(), step, scan)
                    ? inTransaction(step, took)
                    : outside(step, took);
        } catch (ScriptFailure e) {
            throw StepRunner.refused(e, scan.statements());
        } catch (SqlFailure e) {
            throw runner.unavailable(e);
        }
    }

    private ChangeProof inTransaction(Step step, Map<String, Duration> took) throws ScriptFailure, SqlFailure {
        Target target = reference.target();
        runner.prepare(target, step);
        reference.forgetUnread();
        target.begin();
        long start = System.nanoTime();
        ScriptRunner.Ran ran;
        try {
            ran = runner.run(target, step, step.apply());
        } catch (ScriptFailure | SlipwayException e) {
            StepRunner.clearUp(target::rollback, e);
            throw e;
        }
        took(step, start, took);
        Touched touched = target.touched();
        CatalogueDifference difference = reference.watch().look();
        Optional<RollbackProof> rollback = step.rollback().isPresent()
                ? rollBackInTransaction(step, difference)
                : Optional.of(ChangeProofs.none());
        reference.committed(true);
        target.commit();
        target.resetSession();
        reference.done(step);
        return ChangeProofs.proof(
                ran,
                true,
                touched,
                difference,
                rollback.isPresent() ? rollback.get() : rollBackForReal(step, difference));
    }

    private ChangeProof outside(Step step, Map<String, Duration> took) throws ScriptFailure, SqlFailure {
        Target target = reference.target();
        runner.prepare(target, step);
        TouchProbe probe = runner.probe(target);
        reference.committed(true);
        long start = System.nanoTime();
        ScriptRunner.Ran ran = runner.run(target, step, step.apply(), probe);
        took(step, start, took);
        reference.ranUnread();
        target.resetSession();
        CatalogueDifference difference = reference.watch().look();
        reference.done(step);
        RollbackProof rollback = step.rollback().isPresent() ? rollBackForReal(step, difference) : ChangeProofs.none();
        return ChangeProofs.proof(ran, false, probe.touched(), difference, rollback);
    }

    private void took(Step step, long start, Map<String, Duration> took) {
        Duration time = Timing.since(start);
        took.put(step.change().key(), time);
        reference.worked(time);
    }

    /** Takes back and runs again what ran in a group that was committed, by itself. */
    RollbackProof rollBackAfterGroup(Step step, CatalogueDifference applied) throws SqlFailure {
        Target target = reference.target();
        runner.prepare(target, step);
        target.begin();
        try {
            Optional<RollbackProof> result = rollBackInTransaction(step, applied);
            // what was read on the way is not to count as the next script's work
            target.touched();
            target.rollback();
            target.resetSession();
            return result.isPresent() ? result.get() : rollBackForReal(step, applied);
        } catch (ScriptFailure e) {
            throw new SqlFailure(e.at().message(), e.at().sqlState(), 0, e.connectionLost(), e);
        }
    }

    /** Empty when the transaction itself is in the way, so that nothing is known yet. */
    private Optional<RollbackProof> rollBackInTransaction(Step step, CatalogueDifference applied)
            throws ScriptFailure, SqlFailure {
        Target target = reference.target();
        CatalogueWatch watch = reference.watch();
        target.savepoint(SAVEPOINT);
        List<CatalogueDifference> seen = new ArrayList<>();
        Optional<RollbackProof> result;
        try {
            ScriptScan scan = runner.scan(step.rollback().orElseThrow());
            if (scan.outsideTransaction().isPresent()) {
                result = Optional.empty();
            } else {
                runner.run(target, step, step.rollback().orElseThrow());
                seen.add(watch.look());
                CatalogueDifference left = applied.then(seen.get(0));
                if (left.isEmpty()) {
                    runner.run(target, step, step.apply());
                    seen.add(watch.look());
                    left = seen.get(0).then(seen.get(1));
                }
                result = Optional.of(proof(left));
            }
        } catch (ScriptFailure e) {
            if (e.connectionLost()) {
                throw e;
            }
            result = Optional.empty();
        } catch (SlipwayException e) {
            runner.checkCancelled();
            result = Optional.of(ChangeProofs.notProved(e.getMessage()));
        }
        target.rollbackTo(SAVEPOINT);
        target.timeouts(Optional.empty(), Optional.empty());
        for (int i = seen.size() - 1; i >= 0; i--) {
            watch.undo(seen.get(i));
        }
        return result;
    }

    /** Runs the rollback as a deployment would: on a copy where copies are cheap, else right here. */
    private RollbackProof rollBackForReal(Step step, CatalogueDifference applied) throws SqlFailure {
        Optional<ReferenceDatabase> copy = reference.database().copy();
        if (copy.isPresent()) {
            reference.followAgain();
            try (ReferenceDatabase scratch = copy.get()) {
                CatalogueWatch watch = scratch.watch();
                return backAndForth(scratch.target(), watch, step, applied);
            }
        }
        reference.ranUnread();
        RollbackProof result = backAndForth(reference.target(), reference.watch(), step, applied);
        if (result.result() != RollbackResult.PROVED) {
            reference.startAgain();
        }
        return result;
    }

    private RollbackProof backAndForth(Target target, CatalogueWatch watch, Step step, CatalogueDifference applied)
            throws SqlFailure {
        try {
            runner.runAlone(target, step, step.rollback().orElseThrow());
            CatalogueDifference back = watch.look();
            CatalogueDifference left = applied.then(back);
            if (left.isEmpty()) {
                runner.runAlone(target, step, step.apply());
                left = back.then(watch.look());
            }
            return proof(left);
        } catch (ScriptFailure e) {
            return ChangeProofs.notProved(e.at().location() + ": " + e.getMessage() + " [" + e.at().sqlState() + "]");
        } catch (SlipwayException e) {
            runner.checkCancelled();
            return ChangeProofs.notProved(e.getMessage());
        }
    }

    private static RollbackProof proof(CatalogueDifference left) {
        return left.isEmpty() ? ChangeProofs.proved() : ChangeProofs.notProved(ChangeProofs.leftover(left));
    }
}
