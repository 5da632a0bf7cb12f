package io.slipway.release.packaging;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.artifact.Proof.RollbackSeen;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptFailure;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.execute.ScriptScan;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.progress.Progress;
import io.slipway.release.reference.ProofGroups;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.Touched;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Runs new changes on a reference database, on top of what earlier artifacts left, and writes down what it sees. */
final class Prover {
    /** SQLSTATE {@code invalid_transaction_termination} of PostgreSQL. */
    private static final String TRANSACTION_TERMINATION = "2D000";

    private static final String SAVEPOINT = "slipway_proof";
    private final Dialect dialect;
    private final ReferenceServer server;
    private final Map<String, String> parameters;
    private final Progress progress;
    private final Cancellation cancellation;
    private final List<Step> done = new ArrayList<>();
    /** After so many groups that had to be proved one by one after all, no more are tried. */
    private static final int SPOILED_GROUPS = 3;

    private int spoiled;
    /** How long that took which was run on the present database since the server gave it. */
    private Duration work = Duration.ZERO;

    /** Whether something was, or may have been, committed on it since. */
    private boolean committed;
    /** Nothing was proved yet on this session. */
    private boolean first = true;

    Prover(
            Dialect dialect,
            ReferenceServer server,
            Map<String, String> parameters,
            Progress progress,
            Cancellation cancellation) {
        this.dialect = dialect;
        this.server = server;
        this.parameters = parameters;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * @param changes {@link io.slipway.release.artifact.Change#key} → what was seen, for the new changes and those that
     *     a rework replaces
     * @param took likewise, how long each took to apply
     * @param after the catalogue with all changes applied
     * @param server product and major version of the reference database
     * @param provedFromKept the state before was at hand and no earlier change was run again
     */
    record Result(
            Map<String, ChangeProof> changes,
            Map<String, Duration> took,
            Catalogue after,
            String server,
            boolean provedFromKept) {

        Result with(Map<String, ChangeProof> more) {
            Map<String, ChangeProof> all = new LinkedHashMap<>(changes);
            all.putAll(more);
            return new Result(all, took, after, server, provedFromKept);
        }
    }

    /** @throws SlipwayException {@code script-failed}, {@code script-syntax}, {@code script-directive} */
    Result prove(List<Step> earlier, List<Step> fresh) {
        ReferenceState before = new ReferenceState(server.server(), parameters);
        earlier.forEach(step -> before.add(step.change()));
        Optional<ReferenceDatabase> kept = server.take(before.key());
        ReferenceDatabase database = kept.orElseGet(server::create);
        done.addAll(earlier);
        if (kept.isEmpty() && !earlier.isEmpty()) {
            progress.begin("replaying earlier changes", earlier.size());
            replay(database.target(), earlier, true);
            progress.end();
        }
        ReferenceAtWork reference = new ReferenceAtWork(database);
        Map<String, ChangeProof> proofs = new LinkedHashMap<>();
        Map<String, Duration> took = new LinkedHashMap<>();
        progress.begin("proving", fresh.size());
        try {
            proveAll(reference, fresh, proofs, took);
        } catch (SlipwayException e) {
            if (!committed) {
                reference.database().giveBack();
            }
            throw e;
        }
        fresh.forEach(step -> before.add(step.change()));
        progress.end();
        Catalogue after = reference.watch().current();
        reference.database().keep(before.key(), work);
        return new Result(
                proofs,
                took,
                after,
                server.server().product() + " " + server.server().major(),
                kept.isPresent());
    }

    /**
     * Where steps lead that run one after the other, with nothing proved or kept.
     *
     * @param after the catalogue at its end
     * @param rollbacks {@link io.slipway.release.artifact.Change#key} → what was seen of a step that takes a change back
     */
    record Way(Catalogue after, Map<String, RollbackSeen> rollbacks) {}

    /**
     * @param earlier the steps of a state that may be at hand
     * @param takesBack whether a step takes a change back
     */
    Way run(List<Step> earlier, List<Step> then, Predicate<Step> takesBack) {
        return on(earlier, database -> {
            CatalogueWatch watch = database.watch();
            Map<String, RollbackSeen> rollbacks = new LinkedHashMap<>();
            for (Step step : then) {
                if (takesBack.test(step)) {
                    watch.look();
                    rollbacks.put(step.change().key(), takeBack(database.target(), watch, step));
                } else {
                    replay(database.target(), List.of(step), false);
                }
            }
            watch.look();
            return new Way(watch.current(), rollbacks);
        });
    }

    /** Runs a step by itself, as a deployment would, and sees what it does. */
    private RollbackSeen takeBack(Target target, CatalogueWatch watch, Step step) {
        cancellation.check();
        try {
            Touched touched;
            ScriptRunner.Ran ran;
            boolean transactional = transactional(target, step, step.apply());
            prepare(target, step);
            if (transactional) {
                // what ran before is not to count
                target.touched();
                target.begin();
                ran = run(target, step, step.apply());
                touched = target.touched();
                target.commit();
            } else {
                TouchProbe probe = new TouchProbe(dialect, target);
                ran = run(target, step, step.apply(), probe);
                touched = probe.touched();
            }
            target.resetSession();
            return ChangeProofs.rollback(ran, transactional, touched, watch.look());
        } catch (ScriptFailure e) {
            throw refused(e, ScriptScan.of(dialect, step.apply()).statements());
        } catch (SqlFailure e) {
            throw unavailable(e);
        }
    }

    private boolean transactional(Target target, Step step, ScriptSource source) {
        return target.transactionalDdl()
                && step.change().transaction()
                && ScriptScan.of(dialect, source).outsideTransaction().isEmpty();
    }

    /** Does something on a database with these steps; it is gone afterwards. */
    <T> T on(List<Step> earlier, Function<ReferenceDatabase, T> work) {
        ReferenceState state = new ReferenceState(server.server(), parameters);
        earlier.forEach(step -> state.add(step.change()));
        Optional<ReferenceDatabase> kept = server.restore(state.key());
        try (ReferenceDatabase database = kept.orElseGet(server::create)) {
            if (kept.isEmpty()) {
                replay(database.target(), earlier, false);
            }
            return work.apply(database);
        }
    }

    /** Small scripts many at a time, the others one by one. */
    private void proveAll(
            ReferenceAtWork reference, List<Step> fresh, Map<String, ChangeProof> proofs, Map<String, Duration> took) {
        ProofGrouping grouping = new ProofGrouping(dialect, fresh);
        int next = 0;
        int told = 0;
        int alone = 0;
        while (next < fresh.size()) {
            List<ProofCandidate> group = alone > next || spoiled > SPOILED_GROUPS ? List.of() : grouping.from(next);
            Optional<ProofGroups> groups =
                    group.isEmpty() ? Optional.empty() : reference.database().groups(reference.watch());
            // of a group that comes to nothing the scripts were told, though each is run again by itself
            for (int end = next + (groups.isEmpty() ? 1 : group.size()); told < end; told++) {
                progress.step(fresh.get(told).change().path());
            }
            if (groups.isEmpty()) {
                Step step = fresh.get(next);
                proofs.put(step.change().key(), prove(reference, step, took));
                next++;
            } else if (proveTogether(reference, groups.get(), group, proofs, took)) {
                next += group.size();
            } else {
                alone = next + group.size();
            }
        }
    }

    /** @return false when it was of no use, and the database is as it was before */
    private boolean proveTogether(
            ReferenceAtWork reference,
            ProofGroups groups,
            List<ProofCandidate> group,
            Map<String, ChangeProof> proofs,
            Map<String, Duration> took) {
        List<Step> before = List.copyOf(done);
        try {
            cancellation.watch(reference.database().target());
            cancellation.check();
            forgetReplayed(reference.database().target());
            boolean committedBefore = committed;
            committed = true;
            ProofGroups.Outcome outcome =
                    groups.apply(group.stream().map(ProofCandidate::apply).toList());
            if (outcome instanceof ProofGroups.Stopped stopped && stopped.at() == 0) {
                committed = committedBefore;
            }
            cancellation.check();
            if (outcome instanceof ProofGroups.Applied applied) {
                GroupProof proof = new GroupProof(groups, group, applied.scripts());
                Optional<List<ChangeProof>> proved =
                        proof.run((step, seen) -> rollBackAfterGroup(reference, step, seen));
                if (proved.isPresent()) {
                    for (int i = 0; i < group.size(); i++) {
                        Step step = group.get(i).step();
                        took(step, applied.scripts().get(i).took(), took);
                        proofs.put(step.change().key(), proved.get().get(i));
                        done.add(step);
                    }
                    return true;
                }
            } else if (outcome instanceof ProofGroups.Stopped stopped) {
                // by itself it says where
                prove(reference, group.get(stopped.at()).step(), new LinkedHashMap<>());
            }
            done.clear();
            done.addAll(before);
            spoiled++;
            startAgain(reference);
            return false;
        } catch (SqlFailure e) {
            throw unavailable(e);
        }
    }

    private void took(Step step, Duration time, Map<String, Duration> took) {
        took.put(step.change().key(), time);
        work = work.plus(time);
    }

    private static Duration since(long start) {
        return Duration.ofMillis((System.nanoTime() - start) / 1_000_000);
    }

    /** What was replayed a moment ago is not to count as the next change's work. */
    private void forgetReplayed(Target target) throws SqlFailure {
        if (first) {
            target.touched();
            first = false;
        }
    }

    private SlipwayException unavailable(SqlFailure failure) {
        // the embedded server ends with the process, perhaps before us
        cancellation.check();
        return SlipwayException.of(
                        ErrorCode.REFERENCE_UNAVAILABLE, "The reference database failed: " + failure.getMessage(), "")
                .causedBy(failure);
    }

    private RollbackProof rollBackAfterGroup(ReferenceAtWork reference, Step step, CatalogueDifference applied)
            throws SqlFailure {
        Target target = reference.database().target();
        prepare(target, step);
        target.begin();
        try {
            Optional<RollbackProof> result = rollBackInTransaction(target, reference.watch(), step, applied);
            // what was read on the way is not to count as the next script's work
            target.touched();
            target.rollback();
            target.resetSession();
            return result.isPresent() ? result.get() : rollBackForReal(reference, step, applied);
        } catch (ScriptFailure e) {
            throw new SqlFailure(e.at().message(), e.at().sqlState(), 0, e.connectionLost(), e);
        }
    }

    private ChangeProof prove(ReferenceAtWork reference, Step step, Map<String, Duration> took) {
        cancellation.check();
        ScriptScan scan = ScriptScan.of(dialect, step.apply());
        Target target = reference.database().target();
        boolean transactional = target.transactionalDdl()
                && step.change().transaction()
                && scan.outsideTransaction().isEmpty();
        try {
            return transactional ? proveInTransaction(reference, step, took) : proveOutside(reference, step, took);
        } catch (ScriptFailure e) {
            throw refused(e, scan.statements());
        } catch (SqlFailure e) {
            throw unavailable(e);
        }
    }

    private ChangeProof proveInTransaction(ReferenceAtWork reference, Step step, Map<String, Duration> took)
            throws ScriptFailure, SqlFailure {
        Target target = reference.database().target();
        CatalogueWatch watch = reference.watch();
        prepare(target, step);
        forgetReplayed(target);
        target.begin();
        long start = System.nanoTime();
        ScriptRunner.Ran ran;
        try {
            ran = run(target, step, step.apply());
        } catch (ScriptFailure | SlipwayException e) {
            clearUp(target::rollback, e);
            throw e;
        }
        took(step, since(start), took);
        Touched touched = target.touched();
        CatalogueDifference difference = watch.look();
        Optional<RollbackProof> rollback = step.rollback().isPresent()
                ? rollBackInTransaction(target, watch, step, difference)
                : Optional.of(ChangeProofs.none());
        committed = true;
        target.commit();
        target.resetSession();
        done.add(step);
        return ChangeProofs.proof(
                ran,
                true,
                touched,
                difference,
                rollback.isPresent() ? rollback.get() : rollBackForReal(reference, step, difference));
    }

    /** What goes wrong after a script failed, as on a connection that is gone, hides nothing of why it failed. */
    private static void clearUp(ClearingUp last, Exception failure) {
        try {
            last.run();
        } catch (SqlFailure also) {
            failure.addSuppressed(also);
        }
    }

    /** What is done after a failure. */
    private interface ClearingUp {
        void run() throws SqlFailure;
    }

    /** Empty when the transaction itself is in the way, so that nothing is known yet. */
    private Optional<RollbackProof> rollBackInTransaction(
            Target target, CatalogueWatch watch, Step step, CatalogueDifference applied)
            throws ScriptFailure, SqlFailure {
        target.savepoint(SAVEPOINT);
        List<CatalogueDifference> seen = new ArrayList<>();
        Optional<RollbackProof> result;
        try {
            ScriptScan scan = ScriptScan.of(dialect, step.rollback().orElseThrow());
            if (scan.outsideTransaction().isPresent()) {
                result = Optional.empty();
            } else {
                run(target, step, step.rollback().orElseThrow());
                seen.add(watch.look());
                CatalogueDifference left = applied.then(seen.get(0));
                if (left.isEmpty()) {
                    run(target, step, step.apply());
                    seen.add(watch.look());
                    left = seen.get(0).then(seen.get(1));
                }
                result = Optional.of(
                        left.isEmpty() ? ChangeProofs.proved() : ChangeProofs.notProved(ChangeProofs.leftover(left)));
            }
        } catch (ScriptFailure e) {
            if (e.connectionLost()) {
                throw e;
            }
            result = Optional.empty();
        } catch (SlipwayException e) {
            cancellation.check();
            result = Optional.of(ChangeProofs.notProved(e.getMessage()));
        }
        target.rollbackTo(SAVEPOINT);
        target.timeouts(Optional.empty(), Optional.empty());
        for (int i = seen.size() - 1; i >= 0; i--) {
            watch.undo(seen.get(i));
        }
        return result;
    }

    private ChangeProof proveOutside(ReferenceAtWork reference, Step step, Map<String, Duration> took)
            throws ScriptFailure, SqlFailure {
        Target target = reference.database().target();
        prepare(target, step);
        TouchProbe probe = new TouchProbe(dialect, target);
        committed = true;
        long start = System.nanoTime();
        ScriptRunner.Ran ran = run(target, step, step.apply(), probe);
        took(step, since(start), took);
        target.resetSession();
        CatalogueDifference difference = reference.watch().look();
        done.add(step);
        RollbackProof rollback =
                step.rollback().isPresent() ? rollBackForReal(reference, step, difference) : ChangeProofs.none();
        return ChangeProofs.proof(ran, false, probe.touched(), difference, rollback);
    }

    /** Runs the rollback as a deployment would: on a copy where copies are cheap, else right here. */
    private RollbackProof rollBackForReal(ReferenceAtWork reference, Step step, CatalogueDifference applied)
            throws SqlFailure {
        Optional<ReferenceDatabase> copy = reference.database().copy();
        if (copy.isPresent()) {
            reference.followAgain();
            try (ReferenceDatabase scratch = copy.get()) {
                CatalogueWatch watch = scratch.watch();
                return rollBackAndForth(scratch.target(), watch, step, applied);
            }
        }
        RollbackProof result = rollBackAndForth(reference.database().target(), reference.watch(), step, applied);
        if (result.result() != RollbackResult.PROVED) {
            startAgain(reference);
        }
        return result;
    }

    private RollbackProof rollBackAndForth(Target target, CatalogueWatch watch, Step step, CatalogueDifference applied)
            throws SqlFailure {
        try {
            runAlone(target, step, step.rollback().orElseThrow());
            CatalogueDifference back = watch.look();
            CatalogueDifference left = applied.then(back);
            if (left.isEmpty()) {
                runAlone(target, step, step.apply());
                left = back.then(watch.look());
            }
            return left.isEmpty() ? ChangeProofs.proved() : ChangeProofs.notProved(ChangeProofs.leftover(left));
        } catch (ScriptFailure e) {
            return ChangeProofs.notProved(e.at().location() + ": " + e.getMessage() + " [" + e.at().sqlState() + "]");
        } catch (SlipwayException e) {
            cancellation.check();
            return ChangeProofs.notProved(e.getMessage());
        }
    }

    /** As a deployment runs it: in a transaction of its own where that can be. */
    private void runAlone(Target target, Step step, ScriptSource source) throws ScriptFailure, SqlFailure {
        boolean transactional = transactional(target, step, source);
        prepare(target, step);
        if (transactional) {
            target.begin();
        }
        try {
            run(target, step, source);
            if (transactional) {
                target.commit();
            }
        } catch (ScriptFailure | SlipwayException | SqlFailure e) {
            clearUp(
                    () -> {
                        target.rollback();
                        target.timeouts(Optional.empty(), Optional.empty());
                        target.resetSession();
                    },
                    e);
            throw e;
        }
        target.resetSession();
    }

    private void startAgain(ReferenceAtWork reference) throws SqlFailure {
        reference.database().close();
        ReferenceDatabase again = server.create();
        committed = true;
        work = Duration.ZERO;
        replay(again.target(), done, false);
        reference.replace(again);
        first = true;
    }

    /** @param counted whether its steps are those that the progress was told of */
    private void replay(Target target, List<Step> steps, boolean counted) {
        long start = System.nanoTime();
        for (Step step : steps) {
            cancellation.check();
            if (counted) {
                progress.step(step.change().path());
            }
            try {
                runAlone(target, step, step.apply());
            } catch (ScriptFailure e) {
                throw refused(e, ScriptScan.of(dialect, step.apply()).statements());
            } catch (SqlFailure e) {
                throw unavailable(e);
            }
        }
        work = work.plus(since(start));
    }

    private void prepare(Target target, Step step) throws SqlFailure {
        cancellation.watch(target);
        if (step.change().schema().isPresent()) {
            target.currentSchema(step.change().schema().get());
        }
    }

    /** Under the limit that the script has in a deployment; it is not meant for what we ask the database ourselves. */
    private ScriptRunner.Ran run(Target target, Step step, ScriptSource source) throws ScriptFailure, SqlFailure {
        return run(target, step, source, ScriptRunner.Watcher.NONE);
    }

    private ScriptRunner.Ran run(Target target, Step step, ScriptSource source, ScriptRunner.Watcher watcher)
            throws ScriptFailure, SqlFailure {
        Optional<Duration> limit = step.change().timeout();
        if (limit.isPresent()) {
            target.timeouts(Optional.empty(), limit);
        }
        ScriptRunner.Ran ran = new ScriptRunner(dialect, target, cancellation, source, watcher).run();
        if (limit.isPresent()) {
            target.timeouts(Optional.empty(), Optional.empty());
        }
        return ran;
    }

    private static SlipwayException refused(ScriptFailure e, int statements) {
        return SlipwayException.of(
                        ErrorCode.SCRIPT_FAILED,
                        "Statement " + e.at().statement() + " of " + statements + " failed on the reference database ["
                                + e.at().sqlState() + "]: " + e.at().message() + "\n"
                                + e.at().sql().indent(4).stripTrailing(),
                        (e.at().sqlState().equals(TRANSACTION_TERMINATION)
                                        ? "A COMMIT or ROLLBACK inside a block needs '-- slipway transaction: off' at the"
                                                + " script's top. "
                                        : "Mend the script. ")
                                + "Only the reference database was touched, and there is no artifact.")
                .at(e.at().location())
                .causedBy(e);
    }
}
