package io.slipway.release.packaging;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.RollbackSeen;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.execute.ScriptFailure;
import io.slipway.release.execute.ScriptRunner;
import io.slipway.release.progress.Progress;
import io.slipway.release.reference.ProofGroups;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.Touched;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** Runs new changes on a reference database, on top of what earlier artifacts left, and writes down what it sees. */
final class Prover {
    private final Dialect dialect;
    private final ReferenceServer server;
    private final Map<String, String> parameters;
    private final Progress progress;
    private final StepRunner runner;

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
        this.runner = new StepRunner(dialect, cancellation);
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
        ReferenceState state = state(earlier);
        Optional<ReferenceDatabase> kept = server.take(state.key());
        ReferenceDatabase database = kept.orElseGet(server::create);
        Duration replayed = kept.isEmpty() ? replay(database, earlier) : Duration.ZERO;
        ReferenceAtWork reference = new ReferenceAtWork(server, runner, database, earlier, replayed);
        Map<String, ChangeProof> proofs = new LinkedHashMap<>();
        Map<String, Duration> took = new LinkedHashMap<>();
        progress.begin("proving", fresh.size());
        try {
            proveAll(reference, fresh, proofs, took);
        } catch (SlipwayException e) {
            if (!reference.isCommitted()) {
                reference.database().giveBack();
            }
            throw e;
        }
        progress.end();
        Catalogue after = reference.watch().current();
        fresh.forEach(step -> state.add(step.change()));
        reference.database().keep(state.key(), reference.work());
        return new Result(
                proofs,
                took,
                after,
                server.server().product() + " " + server.server().major(),
                kept.isPresent());
    }

    private ReferenceState state(List<Step> steps) {
        ReferenceState state = new ReferenceState(server.server(), parameters);
        steps.forEach(step -> state.add(step.change()));
        return state;
    }

    /** Tells how long it took. */
    private Duration replay(ReferenceDatabase database, List<Step> earlier) {
        if (earlier.isEmpty()) {
            return Duration.ZERO;
        }
        progress.begin("replaying earlier changes", earlier.size());
        long start = System.nanoTime();
        runner.replay(
                database.target(), earlier, step -> progress.step(step.change().path()));
        progress.end();
        return Timing.since(start);
    }

    /** Small scripts many at a time, the others one by one. */
    private void proveAll(
            ReferenceAtWork reference, List<Step> fresh, Map<String, ChangeProof> proofs, Map<String, Duration> took) {
        ScriptProver oneByOne = new ScriptProver(runner, reference);
        GroupProver together = new GroupProver(runner, reference, oneByOne);
        ProofGrouping grouping = new ProofGrouping(dialect, fresh);
        int next = 0;
        int told = 0;
        int alone = 0;
        while (next < fresh.size()) {
            List<ProofCandidate> group = alone > next || !together.isWorthIt() ? List.of() : grouping.from(next);
            Optional<ProofGroups> groups = group.isEmpty() ? Optional.empty() : together.groups();
            // of a group that comes to nothing the scripts were told, though each is run again by itself
            for (int end = next + (groups.isEmpty() ? 1 : group.size()); told < end; told++) {
                progress.step(fresh.get(told).change().path());
            }
            if (groups.isEmpty()) {
                Step step = fresh.get(next);
                proofs.put(step.change().key(), oneByOne.prove(step, took));
                next++;
                continue;
            }
            Optional<Map<String, ChangeProof>> proved = together.prove(groups.get(), group, took);
            proved.ifPresent(proofs::putAll);
            if (proved.isPresent()) {
                next += group.size();
            } else {
                alone = next + group.size();
            }
        }
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
                    runner.replay(database.target(), List.of(step), told -> {});
                }
            }
            watch.look();
            return new Way(watch.current(), rollbacks);
        });
    }

    /** Runs a step by itself, as a deployment would, and sees what it does. */
    private RollbackSeen takeBack(Target target, CatalogueWatch watch, Step step) {
        runner.checkCancelled();
        try {
            Touched touched;
            ScriptRunner.Ran ran;
            boolean transactional = runner.transactional(target, step, step.apply());
            runner.prepare(target, step);
            if (transactional) {
                // what ran before is not to count
                target.touched();
                target.begin();
                ran = runner.run(target, step, step.apply());
                touched = target.touched();
                target.commit();
            } else {
                TouchProbe probe = runner.probe(target);
                ran = runner.run(target, step, step.apply(), probe);
                touched = probe.touched();
            }
            target.resetSession();
            return ChangeProofs.rollback(ran, transactional, touched, watch.look());
        } catch (ScriptFailure e) {
            throw StepRunner.refused(e, runner.scan(step.apply()).statements());
        } catch (SqlFailure e) {
            throw runner.unavailable(e);
        }
    }

    /** Does something on a database with these steps; it is gone afterwards. */
    <T> T on(List<Step> earlier, Function<ReferenceDatabase, T> work) {
        Optional<ReferenceDatabase> kept = server.restore(state(earlier).key());
        try (ReferenceDatabase database = kept.orElseGet(server::create)) {
            if (kept.isEmpty()) {
                runner.replay(database.target(), earlier, told -> {});
            }
            return work.apply(database);
        }
    }
}
