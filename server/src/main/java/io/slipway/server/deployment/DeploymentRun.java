package io.slipway.server.deployment;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.environment.EnvironmentState;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.notification.Topic;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.reach.Reach;
import io.slipway.server.reach.Reaches;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one deployment that was queued. A node that died in the middle leaves one that another node takes over: the
 * engine then goes on where the target's history and journal say it stopped, or tells that a statement is in doubt.
 */
public final class DeploymentRun {
    private static final Logger LOG = LoggerFactory.getLogger(DeploymentRun.class);
    /** How long a result waits for the store; then the target's history keeps it for whoever takes over. */
    private static final Duration STORE_PATIENCE = Duration.ofMinutes(10);

    private static final long LONGEST_PAUSE_SECONDS = 5;
    /** How often a runner that is away is looked for. */
    private static final Duration WAITING = Duration.ofSeconds(2);

    /** How soon another node may go on with what this one left. */
    private static final Duration HANDED_OVER = Duration.ofSeconds(1);

    private final Store store;
    private final StorePatience patience;
    private final DeploymentTable table;
    private final DeploymentEvents events;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final Forecasts forecasts;
    private final EnvironmentStates states;
    private final Reaches reaches;
    private final StartTimes times;
    private final PipelineGate gate;
    private final ApprovalPolicies policies;
    private final AuditLog audit;
    private final String node;
    private final ScheduledExecutorService ticker;
    private final Supplier<Progress> beside;
    private final Clock clock;
    /** Of the deployments that run here now. */
    private final Set<Cancellation> running = ConcurrentHashMap.newKeySet();

    private final AtomicInteger handedOver = new AtomicInteger();
    private final AtomicBoolean stopping = new AtomicBoolean();

    /** @param beside what else wants to know how far each run is */
    public DeploymentRun(
            Store store,
            DeploymentTable table,
            DeploymentEvents events,
            Projects projects,
            ArtifactShelf artifacts,
            Forecasts forecasts,
            EnvironmentStates states,
            Reaches reaches,
            StartTimes times,
            PipelineGate gate,
            ApprovalPolicies policies,
            AuditLog audit,
            String node,
            ScheduledExecutorService ticker,
            Supplier<Progress> beside,
            Clock clock) {
        this.store = store;
        this.patience = new StorePatience(store, STORE_PATIENCE);
        this.table = table;
        this.events = events;
        this.projects = projects;
        this.artifacts = artifacts;
        this.forecasts = forecasts;
        this.states = states;
        this.reaches = reaches;
        this.times = times;
        this.gate = gate;
        this.policies = policies;
        this.audit = audit;
        this.node = node;
        this.ticker = ticker;
        this.beside = beside;
        this.clock = clock;
    }

    /**
     * Runs it on this node, unless it is over or others come first. The store may go away meanwhile: the deployment goes
     * on to its end, and the result is written when the store is back.
     *
     * @return when to ask again; empty when it is dealt with
     */
    public Optional<Duration> run(String id) {
        Optional<ServedDeployment> found = table.byId(id);
        if (found.isEmpty() || found.get().state().over()) {
            return Optional.empty();
        }
        ServedDeployment deployment = found.get();
        if (stopping.get()) {
            return Optional.of(HANDED_OVER);
        }
        times.wake(deployment.project(), deployment.environment());
        Optional<String> absent = absent(deployment);
        Claims.Answer answer = store.write(handle -> claim(handle, deployment, absent));
        if (answer instanceof Claims.Answer.Later later) {
            return Optional.of(
                    later.ahead() == 0 ? WAITING : Duration.ofSeconds(Math.min(later.ahead(), LONGEST_PAUSE_SECONDS)));
        }
        if (!(answer instanceof Claims.Answer.Mine mine)) {
            return Optional.empty();
        }
        Cancellation cancellation = new Cancellation();
        if (!deployment.cancelBy().isEmpty()) {
            cancellation.cancel();
        }
        running.add(cancellation);
        if (stopping.get()) {
            cancellation.pause();
        }
        try {
            return run(deployment, mine, cancellation);
        } finally {
            running.remove(cancellation);
        }
    }

    private Optional<Duration> run(ServedDeployment deployment, Claims.Answer.Mine mine, Cancellation cancellation) {
        LiveProgress progress =
                new LiveProgress(mine.claim(), store, events, table, cancellation, ticker, beside.get());
        try {
            DeploymentAttempt.Ended ended;
            try (progress;
                    WindowEnd end = times.watchEnd(deployment, ticker)) {
                ended = attempt(deployment, mine, cancellation, progress);
            }
            if (stopping.get()
                    && ended.cancelled()
                    && table.cancelBy(deployment.id()).isEmpty()) {
                handOver(deployment, mine.claim(), progress);
                return Optional.of(HANDED_OVER);
            }
            finish(deployment, mine.claim(), ended, progress);
            return Optional.empty();
        } catch (NotNow e) {
            LOG.info("deployment #{} goes on later: {}", deployment.number(), e.getMessage());
            if (stopping.get()) {
                handOver(deployment, mine.claim(), progress);
            }
            return Optional.of(e.again());
        } catch (ClaimLost e) {
            LOG.warn("deployment #{} is another node's by now: {}", deployment.number(), e.getMessage());
            return Optional.empty();
        }
    }

    /** Nobody wished it cancelled: whoever picks it up next goes on where it stopped. */
    private void handOver(ServedDeployment deployment, Claim claim, LiveProgress progress) {
        handedOver.incrementAndGet();
        store.run(handle -> {
            if (Claims.holds(handle, claim)) {
                DeploymentEvents.add(handle, deployment.id(), progress.rest());
                events.tell(handle, deployment.id(), "note", "handed over by " + node + ", which is being stopped");
            }
        });
    }

    /** No deployment is begun here from now on, and those that run stop before their next change. */
    void pause() {
        stopping.set(true);
        running.forEach(Cancellation::pause);
    }

    /** Ends the statements that run: what they did is taken back, as far as the database can. */
    void cut() {
        running.forEach(Cancellation::cancel);
    }

    int running() {
        return running.size();
    }

    /** How many were stopped by {@link #pause} and {@link #cut}, and wait for another to go on. */
    int handedOver() {
        return handedOver.get();
    }

    /** The runner that it must wait for; one that somebody stopped waits for nobody. */
    private Optional<String> absent(ServedDeployment deployment) {
        ServedProject project = projects.named(deployment.project());
        return Optional.ofNullable(project.project().environments().get(deployment.environment()))
                .filter(environment -> deployment.cancelBy().isEmpty())
                .map(environment -> reaches.of(project.project(), environment))
                .filter(reach -> !reach.ready(deployment.id()))
                .map(Reach::name);
    }

    private Optional<Claims.Answer> unless(Handle handle, ServedDeployment deployment, Optional<String> absent) {
        Optional<String> waits = absent.map(runner -> "waits for runner " + runner);
        if (waits.filter(sentence -> events.told(handle, deployment.id(), sentence))
                .isPresent()) {
            return Optional.of(new Claims.Answer.Later(0));
        }
        if (!times.lets(handle, deployment.id())) {
            return Optional.of(new Claims.Answer.Over());
        }
        return waits.map(sentence -> {
            events.tell(handle, deployment.id(), "note", sentence);
            return new Claims.Answer.Later(0);
        });
    }

    private Claims.Answer claim(Handle handle, ServedDeployment deployment, Optional<String> absent) {
        Claims.Answer answer =
                Claims.take(handle, deployment, node, clock.instant(), () -> unless(handle, deployment, absent));
        if (answer instanceof Claims.Answer.Mine mine) {
            events.announceOnce(handle, Topic.STARTED, deployment, "");
            String before = deployment.node().orElse("a node");
            if (!mine.resumed()) {
                events.tell(handle, deployment.id(), "state", "running on " + node);
            } else if (!before.equals(node)) {
                events.tell(
                        handle,
                        deployment.id(),
                        "state",
                        "taken over by " + node + " from " + before + ", which stopped or does not answer");
            }
        }
        return answer;
    }

    private DeploymentAttempt.Ended attempt(
            ServedDeployment deployment, Claims.Answer.Mine mine, Cancellation cancellation, LiveProgress progress) {
        try {
            ServedProject project = projects.named(deployment.project());
            Environment environment = project.project().environment(deployment.environment());
            if (!mine.resumed() && deployment.verb().equals(ServedDeployment.DEPLOY)) {
                gate.require(project, environment);
            }
            StoredArtifact stored = artifacts
                    .byDigest(deployment.artifact())
                    .orElseThrow(() ->
                            SlipwayException.of(ErrorCode.ARTIFACT_MISSING, "The artifact is not here any more.", ""));
            List<Approval> approvals = store.read(handle -> ApprovalTable.of(handle, deployment.id()));
            if (!mine.resumed()) {
                requireApprovals(deployment, approvals, policies.of(project, environment));
            }
            Choice choice = store.read(handle -> ChoiceTable.of(handle, deployment.id()));
            Reach reach = reaches.of(project.project(), environment);
            Targets targets = reaches.targets();
            Actor actor = new Actor(
                    deployment.requestedBy() + "@" + reach.name(),
                    approvedBy(deployment, approvals),
                    Optional.of(deployment.reason()).filter(r -> !r.isEmpty()));
            BindingCheck check =
                    new BindingCheck(patience, forecasts, targets, deployment, project, environment, stored, choice);
            try (Artifact artifact = artifacts.open(stored)) {
                return new DeploymentAttempt(
                                reach,
                                targets,
                                new DeploymentAttempt.Wanted(deployment, project, environment, choice, actor),
                                mine.resumed(),
                                check,
                                progress,
                                cancellation)
                        .run(artifact, target -> {
                            requireClaim(mine.claim());
                            gate.require(project, environment, target);
                        });
            }
        } catch (SlipwayException e) {
            return DeploymentAttempt.refused(deployment.environment(), e, mine.resumed());
        }
    }

    /** The policy may have been raised since it was asked for, or approved. An emergency passes it over, as ever. */
    private static void requireApprovals(ServedDeployment deployment, List<Approval> approvals, ApprovalPolicy policy) {
        long given = approvals.stream().filter(DeploymentRun::counts).count();
        if (given < policy.approvals() && !deployment.emergency()) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_REQUIRED,
                    "Approvals that '" + deployment.environment() + "' asks for by now: " + policy.approvals()
                            + "; this one has " + given + ".",
                    "Ask for it again.");
        }
    }

    private static boolean counts(Approval approval) {
        return approval.approved() && approval.voided().isEmpty();
    }

    private void requireClaim(Claim claim) {
        if (!patience.<Boolean>write(handle -> Claims.holds(handle, claim))) {
            throw new ClaimLost(claim);
        }
    }

    /** What the target's history tells. Of an emergency it tells that nobody did. */
    private static Optional<String> approvedBy(ServedDeployment deployment, List<Approval> approvals) {
        if (deployment.emergency()) {
            return Optional.of("nobody: an emergency, see #" + deployment.number());
        }
        String names = approvals.stream()
                .filter(DeploymentRun::counts)
                .map(Approval::person)
                .collect(Collectors.joining(", "));
        return Optional.of(names).filter(n -> !n.isEmpty());
    }

    private void finish(
            ServedDeployment deployment, Claim claim, DeploymentAttempt.Ended ended, LiveProgress progress) {
        boolean written = patience.write(handle -> {
            List<DeploymentEvent> rest = progress.rest();
            if (!DeploymentTable.end(
                    handle, claim, ended.state(), ended.outcome().toString(), clock.instant())) {
                return false;
            }
            OriginTable.forget(handle, deployment.id());
            DeploymentEvents.add(handle, deployment.id(), rest);
            events.tell(handle, deployment.id(), "state", ended.sentence());
            events.announceOnce(handle, topic(ended.state()), deployment, "");
            audit.append(
                    handle,
                    "slipway",
                    "deployment-" + ended.state().text(),
                    deployment.project(),
                    "#" + deployment.number(),
                    Map.of(
                            "environment", deployment.environment(),
                            "version", deployment.version(),
                            "node", node));
            return true;
        });
        if (!written) {
            throw new ClaimLost(claim);
        }
        look(deployment);
    }

    /** What pages show of the environment; it is looked at again whenever somebody asks. */
    private void look(ServedDeployment deployment) {
        try {
            ServedProject project = projects.named(deployment.project());
            EnvironmentState seen = states.look(project, project.project().environment(deployment.environment()));
            if (!seen.inDoubt().isEmpty()) {
                store.run(handle -> {
                    events.tell(handle, deployment.id(), "note", "in doubt: " + seen.inDoubt());
                    events.announceOnce(handle, Topic.IN_DOUBT, deployment, "");
                });
            }
        } catch (RuntimeException e) {
            // neither message nor trace: they may hold the values that a statement was given
            LOG.warn(
                    "after deployment #{} its environment could not be looked at: {}",
                    deployment.number(),
                    e.getClass().getName());
        }
    }

    private static Topic topic(DeploymentState state) {
        return switch (state) {
            case COMPLETED, NOTHING_TO_DO -> Topic.COMPLETED;
            case IN_DOUBT -> Topic.IN_DOUBT;
            case CANCELLED -> Topic.CANCELLED;
            case REJECTED -> Topic.REJECTED;
            case WAITING_FOR_APPROVAL, SCHEDULED, QUEUED, RUNNING, FAILED, PARTIAL, REFUSED -> Topic.FAILED;
        };
    }
}
