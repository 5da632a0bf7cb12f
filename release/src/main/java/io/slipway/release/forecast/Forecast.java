package io.slipway.release.forecast;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.ObjectSeen;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.deploy.Admission;
import io.slipway.release.deploy.Adopted;
import io.slipway.release.deploy.ChangeTask;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.Gatekeeper;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.estimate.Estimator;
import io.slipway.release.history.HalfDone;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryState;
import io.slipway.release.plan.DeploymentPlan;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The forecast verb: what a deployment would do to one environment, as far as the proof and the target tell. Reads only. */
public final class Forecast {
    private final Targets targets;
    private final Gatekeeper gatekeeper;

    /** For one artifact. */
    public Forecast(Targets targets) {
        this.targets = targets;
        this.gatekeeper = new Gatekeeper(targets);
    }

    /**
     * @param proof what packaging saw of all that would run for the change
     * @param destructive removes objects, hence perhaps data
     * @param replaced the version of it that the environment has and whose rollback runs first: it was reworked
     * @param replacedSeen whether {@code proof} and {@code impact} tell of that rollback too
     * @param impact on what is there; empty for one that touches nothing of it, and where that cannot be told
     */
    public record Line(
            Change change,
            ChangeProof proof,
            boolean destructive,
            Optional<Change> replaced,
            boolean replacedSeen,
            Optional<Impact> impact) {}

    /**
     * @param current where the environment is now
     * @param halfDone a change that stopped half-way there
     * @param measured whether the target's tables were looked at
     * @param refusal why a deployment would be refused as things are; empty when it would go ahead
     * @param warnings sentences worth reading before saying yes
     */
    public record Result(
            String environment,
            String version,
            Server server,
            Optional<HistoryEntry> current,
            Optional<HalfDone> halfDone,
            List<Line> pending,
            List<Change> notChosen,
            boolean measured,
            Optional<SlipwayException> refusal,
            List<String> warnings) {

        public long statements() {
            return pending.stream().mapToLong(line -> line.proof().statements()).sum();
        }

        /** What deserves a look, the worst first. */
        public List<Risk> risks() {
            return Risk.of(pending);
        }
    }

    /** @throws SlipwayException the environment cannot be reached, or the artifact can never go there */
    public Result run(DeployRequest request) {
        Artifact artifact = request.artifact();
        try (Target target = targets.open(request.project(), request.environment())) {
            HistoryState state = HistoryState.of(target.history());
            DeploymentPlan plan = DeploymentPlan.of(
                    artifact.manifest(), artifact.proof(), request.environment().shown(), state, request.selection());
            Optional<Impacts> impacts = plan.pending().isEmpty()
                    ? Optional.empty()
                    : Estimator.of(target).map(estimator -> new Impacts(targets.dialect(request.project()), estimator));
            List<Line> lines = plan.pending().stream()
                    .map(change -> line(
                            request, change, Optional.ofNullable(plan.replaced().get(change.key())), impacts))
                    .toList();
            return new Result(
                    request.environment().shown(),
                    artifact.manifest().version(),
                    target.server(),
                    state.current(),
                    state.halfDone(),
                    lines,
                    plan.notChosen(),
                    impacts.isPresent(),
                    refusal(request, plan, target),
                    warnings(request.environment(), artifact, target.server(), lines));
        }
    }

    private Line line(DeployRequest request, Change change, Optional<Change> replaced, Optional<Impacts> impacts) {
        Artifact artifact = request.artifact();
        ChangeProof own = artifact.proof().of(change);
        if (Adopted.in(request.environment(), change)) {
            ChangeProof written =
                    new ChangeProof(0, 0, true, List.of(), List.of(), List.of(), own.rollback(), own.findings());
            return line(change, written, Optional.empty(), true, Optional.empty());
        }
        Optional<TakenBack> takenBack = replaced.flatMap(
                old -> TakenBack.of(targets.dialect(request.project()), artifact, old, request.environment()));
        Optional<Impact> before = takenBack.flatMap(each -> impacts.flatMap(known -> each.impact(known, own)));
        Optional<Impact> impact = impacts.flatMap(
                each -> each.of(change.kind(), own, ChangeTask.source(artifact, change, request.environment())));
        return line(
                change,
                takenBack.map(each -> each.before(own)).orElse(own),
                replaced,
                takenBack.isPresent(),
                before.map(first -> impact.map(first::then).orElse(first)).or(() -> impact));
    }

    private static Line line(
            Change change,
            ChangeProof proof,
            Optional<Change> replaced,
            boolean replacedSeen,
            Optional<Impact> impact) {
        // with locks the proof tells what was dropped from what only has another name
        boolean destructive = proof.locks().isEmpty()
                ? proof.objects().stream()
                        .anyMatch(o -> o.event().equals("removed")
                                && (o.kind().equals("table") || o.kind().equals("column")))
                : proof.work().stream().anyMatch(seen -> seen.work() == Work.DROPPED);
        return new Line(change, proof, destructive, replaced, replacedSeen, impact);
    }

    private Optional<SlipwayException> refusal(DeployRequest request, DeploymentPlan plan, Target target) {
        try {
            Admission admission = new Admission(request, gatekeeper);
            admission.checkArtifact();
            if (!plan.pending().isEmpty()) {
                admission.checkGate(plan.pending());
                Admission.checkApproval(request.environment(), request.actor());
                new Adopted(request, plan).standing(target);
            }
            return Optional.empty();
        } catch (SlipwayException e) {
            return Optional.of(e);
        }
    }

    private static List<String> warnings(Environment environment, Artifact artifact, Server server, List<Line> lines) {
        List<String> warnings = new ArrayList<>();
        String proved = artifact.proof().server();
        if (!proved.equals(server.product() + " " + server.major())) {
            warnings.add("Proved on " + proved + "; the target runs " + server + ".");
        }
        for (Line line : lines) {
            if (Adopted.in(environment, line.change())) {
                warnings.add(line.change().path()
                        + " was done here by hand: when all of it is there, it is written down and not run.");
                continue;
            }
            if (line.replaced().isPresent()) {
                warnings.add(line.change().path()
                        + " was reworked; the version that is there is rolled back first, with the data it holds."
                        + (line.replacedSeen()
                                ? ""
                                : " What that rollback removes and locks was not seen when this was packaged."));
            }
            if (line.destructive()) {
                warnings.add(line.change().path() + " removes " + String.join(", ", removed(line.proof())) + ".");
            }
            if (!line.proof().transactional()) {
                warnings.add(
                        line.change().path() + " does not run in one transaction; if it fails, it can stop half-way.");
            }
        }
        return warnings;
    }

    /** What is gone, and what came back without what it held. */
    private static List<String> removed(ChangeProof proof) {
        Stream<String> gone = proof.objects().stream()
                .filter(o -> o.event().equals("removed"))
                .map(ObjectSeen::name);
        Stream<String> dropped = proof.work().stream()
                .filter(seen -> seen.work() == Work.DROPPED)
                .map(WorkSeen::objectName);
        return Stream.concat(gone, dropped).distinct().toList();
    }

    /** Locks that keep even readers out. */
    public static List<LockSeen> exclusive(Line line) {
        return line.proof().locks().stream()
                .filter(lock -> lock.mode().equals("AccessExclusiveLock"))
                .toList();
    }
}
