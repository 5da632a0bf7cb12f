package io.slipway.release.packaging;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
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
     * @param changes {@link io.slipway.release.artifact.Change#key} → what was seen, for the new changes
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
            boolean provedFromKept) {}

    /** @throws SlipwayException {@code script-failed}, {@code script-syntax}, {@code script-directive} */
    Result prove(List<Step> earlier, List<Step> fresh) {
        ReferenceState before = new ReferenceState(server.server(), parameters);
        earlier.forEach(step -> before.add(step.change()));
        Optional<ReferenceDatabase> kept = server.restore(before.key());
        Reference reference = new Reference(kept.orElseGet(server::create));
        done.addAll(earlier);
        if (kept.isEmpty() && !earlier.isEmpty()) {
            progress.begin("replaying earlier changes", earlier.size());
            replay(reference.database.target(), earlier, true);
            progress.end();
        }
        reference.watch = reference.database.watch();
        Map<String, ChangeProof> proofs = new LinkedHashMap<>();
        Map<String, Duration> took = new LinkedHashMap<>();
        progress.begin("proving", fresh.size());
        for (Step step : fresh) {
            progress.step(step.change().path());
            proofs.put(step.change().key(), prove(reference, step, took));
            before.add(step.change());
        }
        progress.end();
        Catalogue after = reference.watch().current();
        reference.database.keep(before.key());
        return new Result(
                proofs,
                took,
                after,
                server.server().product() + " " + server.server().major(),
                kept.isPresent());
    }

    /**
     * What is left when steps run one after the other, with nothing proved or kept.
     *
     * @param earlier the steps of a state that may be at hand
     */
    Catalogue run(List<Step> earlier, List<Step> then) {
        return on(earlier, database -> {
            replay(database.target(), then, false);
            return database.watch().current();
        });
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

    /** The scratch database at work; replaced when a rollback proof spoiled it. */
    private static final class Reference {
        private ReferenceDatabase database;
        private @org.jspecify.annotations.Nullable CatalogueWatch watch;

        Reference(ReferenceDatabase database) {
            this.database = database;
        }

        CatalogueWatch watch() {
            return java.util.Objects.requireNonNull(watch);
        }
    }

    private ChangeProof prove(Reference reference, Step step, Map<String, Duration> took) {
        cancellation.check();
        ScriptScan scan = ScriptScan.of(dialect, step.apply());
        Target target = reference.database.target();
        boolean transactional = target.transactionalDdl()
                && step.change().transaction()
                && scan.outsideTransaction().isEmpty();
        try {
            return transactional ? proveInTransaction(reference, step, took) : proveOutside(reference, step, took);
        } catch (ScriptFailure e) {
            throw refused(e, scan.statements());
        } catch (SqlFailure e) {
            // the embedded server ends with the process, perhaps before us
            cancellation.check();
            throw SlipwayException.of(
                            ErrorCode.REFERENCE_UNAVAILABLE, "The reference database failed: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    private ChangeProof proveInTransaction(Reference reference, Step step, Map<String, Duration> took)
            throws ScriptFailure, SqlFailure {
        Target target = reference.database.target();
        CatalogueWatch watch = reference.watch();
        prepare(target, step);
        if (first) {
            // what was replayed a moment ago is not to count as this change's work
            target.touched();
            first = false;
        }
        target.begin();
        long start = System.nanoTime();
        ScriptRunner.Ran ran;
        try {
            ran = run(target, step, step.apply());
        } catch (ScriptFailure | SlipwayException e) {
            clearUp(target::rollback, e);
            throw e;
        }
        took.put(step.change().key(), Duration.ofMillis((System.nanoTime() - start) / 1_000_000));
        Touched touched = target.touched();
        CatalogueDifference difference = watch.look();
        Optional<RollbackProof> rollback = step.rollback().isPresent()
                ? rollBackInTransaction(target, watch, step, difference)
                : Optional.of(none());
        target.commit();
        target.resetSession();
        done.add(step);
        return proof(
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
                result = Optional.of(left.isEmpty() ? proved() : notProved(leftover(left)));
            }
        } catch (ScriptFailure e) {
            if (e.connectionLost()) {
                throw e;
            }
            result = Optional.empty();
        } catch (SlipwayException e) {
            cancellation.check();
            result = Optional.of(notProved(e.getMessage()));
        }
        target.rollbackTo(SAVEPOINT);
        target.timeouts(Optional.empty(), Optional.empty());
        for (int i = seen.size() - 1; i >= 0; i--) {
            watch.undo(seen.get(i));
        }
        return result;
    }

    private ChangeProof proveOutside(Reference reference, Step step, Map<String, Duration> took)
            throws ScriptFailure, SqlFailure {
        Target target = reference.database.target();
        prepare(target, step);
        TouchProbe probe = new TouchProbe(dialect, target);
        long start = System.nanoTime();
        ScriptRunner.Ran ran = run(target, step, step.apply(), probe);
        took.put(step.change().key(), Duration.ofMillis((System.nanoTime() - start) / 1_000_000));
        target.resetSession();
        CatalogueDifference difference = reference.watch().look();
        done.add(step);
        RollbackProof rollback = step.rollback().isPresent() ? rollBackForReal(reference, step, difference) : none();
        return proof(ran, false, probe.touched(), difference, rollback);
    }

    /** Runs the rollback as a deployment would: on a copy where copies are cheap, else right here. */
    private RollbackProof rollBackForReal(Reference reference, Step step, CatalogueDifference applied)
            throws SqlFailure {
        Optional<ReferenceDatabase> copy = reference.database.copy();
        if (copy.isPresent()) {
            reference.watch = reference.database.watch();
            try (ReferenceDatabase scratch = copy.get()) {
                CatalogueWatch watch = scratch.watch();
                return rollBackAndForth(scratch.target(), watch, step, applied);
            }
        }
        RollbackProof result = rollBackAndForth(reference.database.target(), reference.watch(), step, applied);
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
            return left.isEmpty() ? proved() : notProved(leftover(left));
        } catch (ScriptFailure e) {
            return notProved(e.at().location() + ": " + e.getMessage() + " [" + e.at().sqlState() + "]");
        } catch (SlipwayException e) {
            cancellation.check();
            return notProved(e.getMessage());
        }
    }

    /** As a deployment runs it: in a transaction of its own where that can be. */
    private void runAlone(Target target, Step step, ScriptSource source) throws ScriptFailure, SqlFailure {
        boolean transactional = target.transactionalDdl()
                && step.change().transaction()
                && ScriptScan.of(dialect, source).outsideTransaction().isEmpty();
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

    private void startAgain(Reference reference) throws SqlFailure {
        reference.database.close();
        reference.database = server.create();
        replay(reference.database.target(), done, false);
        reference.watch = reference.database.watch();
    }

    /** @param counted whether its steps are those that the progress was told of */
    private void replay(Target target, List<Step> steps, boolean counted) {
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
                // the embedded server ends with the process, perhaps before us
                cancellation.check();
                throw SlipwayException.of(
                                ErrorCode.REFERENCE_UNAVAILABLE, "The reference database failed: " + e.getMessage(), "")
                        .causedBy(e);
            }
        }
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

    private static ChangeProof proof(
            ScriptRunner.Ran ran,
            boolean transactional,
            Touched touched,
            CatalogueDifference difference,
            RollbackProof rollback) {
        List<ObjectSeen> objects = difference.entries().stream()
                .map(e ->
                        new ObjectSeen(e.event(), e.object().kind(), e.object().name()))
                .toList();
        return new ChangeProof(
                ran.statements(),
                ran.rows(),
                transactional,
                touched.locks(),
                touched.work(),
                objects,
                rollback,
                List.of());
    }

    private static RollbackProof proved() {
        return new RollbackProof(RollbackResult.PROVED, Optional.empty());
    }

    private static RollbackProof none() {
        return new RollbackProof(RollbackResult.NONE, Optional.empty());
    }

    private static RollbackProof notProved(String reason) {
        return new RollbackProof(RollbackResult.NOT_PROVED, Optional.of(reason));
    }

    private static String leftover(CatalogueDifference left) {
        int more = left.entries().size() - 1;
        return "the catalogue is not as before: " + left.entries().get(0) + (more > 0 ? " and " + more + " more" : "");
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
