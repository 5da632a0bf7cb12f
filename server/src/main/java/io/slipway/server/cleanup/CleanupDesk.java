package io.slipway.server.cleanup;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.Attempt;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.LockWait;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.rollback.Rollback;
import io.slipway.release.rollback.RollbackRequest;
import io.slipway.release.rollback.RollbackScope;
import io.slipway.release.target.Target;
import io.slipway.rollout.cleanup.CleanupPlan;
import io.slipway.server.access.Caller;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.golive.Rehearsals;
import io.slipway.server.golive.SwitchBook;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The clean-up before a go-live: planned, approved by two people, backed up, then done by the rollbacks that packaging
 * proved, and proved itself by the schema that was approved.
 */
public final class CleanupDesk {
    private static final int APPROVALS = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Store store;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final Rehearsals rehearsals;
    private final SwitchBook switches;
    private final Planning planning;
    private final CleanupBook book;
    private final Backups backups;
    private final Sweeper sweeper;
    private final Targets targets;
    private final String node;
    private final Clock clock;

    public CleanupDesk(
            Store store,
            Projects projects,
            ArtifactShelf artifacts,
            Rehearsals rehearsals,
            SwitchBook switches,
            Planning planning,
            CleanupBook book,
            Backups backups,
            Sweeper sweeper,
            Targets targets,
            String node,
            Clock clock) {
        this.store = store;
        this.projects = projects;
        this.artifacts = artifacts;
        this.rehearsals = rehearsals;
        this.switches = switches;
        this.planning = planning;
        this.book = book;
        this.backups = backups;
        this.sweeper = sweeper;
        this.targets = targets;
        this.node = node;
        this.clock = clock;
    }

    /**
     * A plan, and what people said to it.
     *
     * @param approvedBy who said yes to exactly this plan
     * @param unfinished the clean-up before it, if that stopped half-way: the plan is what it left to do
     */
    public record Planned(CleanupPlan plan, String digest, List<String> approvedBy, Optional<CleanupRun> unfinished) {
        public boolean approved() {
            return approvedBy.size() >= APPROVALS;
        }
    }

    /** What a clean-up would do now; touches nothing. */
    public Planned plan(ServedRollout rollout) {
        CleanupPlan plan = planning.of(rollout).plan();
        String digest = plan.digest();
        Optional<CleanupRun> unfinished = book.runs(rollout).stream()
                .findFirst()
                .filter(run -> run.ended().isEmpty());
        return new Planned(plan, digest, book.approvals(rollout, digest), unfinished);
    }

    /** Every clean-up that was begun, the newest first. */
    public List<CleanupRun> runs(ServedRollout rollout) {
        return book.runs(rollout);
    }

    /**
     * Says yes to a plan.
     *
     * @param digest of the plan that the caller saw
     * @throws SlipwayException {@code approval-void} when it would do something else by now, {@code cleanup-refused}
     */
    public Planned approve(Caller caller, ServedRollout rollout, String digest) {
        requireNotLive(rollout);
        Planned planned = plan(rollout);
        if (!planned.digest().equals(digest)) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_VOID, "What you looked at is not what would be done now.", "Look at it again.");
        }
        requireOpenWay(planned.plan());
        if (planned.approvedBy().contains(caller.name())) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_OWN, "You have approved it already; a second person must.", "");
        }
        store.run(handle -> book.approved(handle, rollout, caller.name(), digest));
        return plan(rollout);
    }

    private static void requireOpenWay(CleanupPlan plan) {
        if (!plan.blockers().isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.CLEANUP_REFUSED,
                    "The clean-up would touch what it must not: " + String.join("; ", plan.blockers()) + ".",
                    "Put that right by hand; nothing was touched.");
        }
        if (plan.clean()) {
            throw SlipwayException.of(ErrorCode.CLEANUP_REFUSED, "No rehearsal has left anything.", "");
        }
    }

    /** What came of it. */
    public record Done(String digest, List<Backups.Backup> backups) {}

    /**
     * Does what two people approved.
     *
     * @throws SlipwayException {@code approval-required}, {@code cleanup-refused}, {@code backup-failed},
     *     {@code deployment-state} while a rehearsal is open; {@code deployment-partial} when it stopped part-way, with
     *     what to do
     */
    public Done apply(Caller caller, ServedRollout rollout) {
        requireQuiet(rollout);
        Planning.Wanted wanted = planning.of(rollout);
        CleanupPlan plan = wanted.plan();
        String digest = plan.digest();
        requireOpenWay(plan);
        List<String> approvedBy = book.approvals(rollout, digest);
        if (approvedBy.size() < APPROVALS) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_REQUIRED,
                    "Two people must approve this plan, and " + (approvedBy.isEmpty() ? "nobody" : approvedBy.get(0))
                            + " has.",
                    "Approvals are for exactly one plan: whatever changes in an environment voids them.");
        }
        ServedProject project = projects.named(rollout.project());
        List<Backups.Backup> made = new ArrayList<>();
        List<CleanupPlan.Place> places =
                plan.places().stream().filter(place -> !place.clean()).toList();
        for (CleanupPlan.Place place : places) {
            made.add(backups.make(project, project.project().environment(place.environment()), rollout.team(), digest));
        }
        String attempt = "cleanup-" + rollout.team() + "-" + digest.substring(0, 16);
        long rehearsal = rehearsals.of(rollout).stream()
                .findFirst()
                .map(Rehearsals.Rehearsal::number)
                .orElse(0L);
        store.run(handle -> book.begun(handle, rollout, caller.name(), digest, rehearsal, attempt, made));
        Actor actor = new Actor(
                caller.name() + "@" + node,
                Optional.of(String.join(", ", approvedBy)),
                Optional.of("clean-up before the go-live of " + rollout.team()));
        for (CleanupPlan.Place place : places) {
            Set<String> undone = new java.util.HashSet<>(wanted.undone().getOrDefault(place.environment(), Set.of()));
            undone.add(attempt);
            clear(project, place, undone, new Attempt(attempt, target -> requireSame(target, place)), actor);
        }
        sweeper.closeLabs(caller, rollout);
        store.run(handle -> {
            sweeper.sweep(handle, caller, rollout);
            book.done(handle, rollout, caller.name(), digest, plan);
        });
        sweeper.look(project);
        return new Done(digest, made);
    }

    private void requireNotLive(ServedRollout rollout) {
        if (switches.of(rollout).open()) {
            throw SlipwayException.of(
                    ErrorCode.CLEANUP_REFUSED, "The team is live: what is there is no rehearsal's.", "");
        }
    }

    private void requireQuiet(ServedRollout rollout) {
        requireNotLive(rollout);
        if (rehearsals.open(rollout).isPresent()) {
            throw SlipwayException.of(ErrorCode.DEPLOYMENT_STATE, "A rehearsal is open.", "End it first.");
        }
    }

    /** Asked with the lock held: what was approved is what is there. */
    private static void requireSame(Target target, CleanupPlan.Place place) {
        if (!target.catalogue().fingerprint().equals(place.now())) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_VOID,
                    "The schema of '" + place.environment() + "' was changed since the plan was made.",
                    "Plan and approve it again.");
        }
    }

    private void clear(
            ServedProject project, CleanupPlan.Place place, Set<String> undone, Attempt attempt, Actor actor) {
        Environment environment = project.project().environment(place.environment());
        if (!place.changes().isEmpty()) {
            takeBack(project, environment, place, attempt, actor);
        }
        try (Target target = targets.open(project.project(), environment)) {
            long fence = LockWait.acquire(target.lock(), actor.who(), PATIENCE, Progress.NONE, new Cancellation());
            try {
                // its lines tell what was taken back, for as long as something is wrong
                if (!target.catalogue().fingerprint().equals(place.expected())) {
                    throw partial(place, "its schema is not the one that was approved");
                }
                target.history().forget(undone, fence);
            } finally {
                target.lock().release();
            }
        }
    }

    private void takeBack(
            ServedProject project, Environment environment, CleanupPlan.Place place, Attempt attempt, Actor actor) {
        Rollback rollback = new Rollback(targets, clock, Progress.NONE, new Cancellation());
        HistoryEntry last = rollback.lastApplied(project.project(), environment);
        try (Artifact artifact =
                artifacts.open(artifacts.byDigest(last.artifact()).orElseThrow())) {
            DeployResult result = rollback.run(new RollbackRequest(
                    project.project(),
                    environment,
                    artifact,
                    new RollbackScope.These(Set.copyOf(place.changes()), false),
                    true,
                    actor,
                    PATIENCE,
                    attempt));
            if (result instanceof DeployResult.Failed failed) {
                throw partial(place, String.valueOf(failed.error().getMessage()));
            }
        }
    }

    private static SlipwayException partial(CleanupPlan.Place place, String why) {
        return SlipwayException.of(
                ErrorCode.DEPLOYMENT_PARTIAL,
                "The clean-up of '" + place.environment() + "' stopped: " + why + ".",
                "Its back-up is kept; look at the plan again, which tells what is left.");
    }

    /**
     * Whether nothing is left, and every schema is still the one that was approved.
     *
     * @return what is not so; empty when all is
     */
    public List<String> verify(ServedRollout rollout) {
        CleanupPlan plan = planning.of(rollout).plan();
        List<String> found = new ArrayList<>();
        // what it leaves is tagged when it ends
        rehearsals
                .open(rollout)
                .ifPresent(open -> found.add("rehearsal " + open.number() + " is open: end it, and clean up"));
        plan.traces().forEach(item -> found.add(item.kind() + " " + item.name() + " is left of a rehearsal"));
        plan.places()
                .forEach(place -> place.going()
                        .forEach(key ->
                                found.add("in '" + place.environment() + "', " + key + " is left of a rehearsal")));
        if (!found.isEmpty() || !plan.clean() || switches.of(rollout).open()) {
            // once the team is live its real packages change the schemas
            return found;
        }
        ServedProject project = projects.named(rollout.project());
        Map<String, String> baselines = book.runs(rollout).stream()
                .filter(run -> run.ended().isPresent())
                .findFirst()
                .map(CleanupRun::schemas)
                .orElse(Map.of());
        for (Map.Entry<String, String> baseline : baselines.entrySet()) {
            Environment environment = project.project().environments().get(baseline.getKey());
            if (environment == null) {
                continue;
            }
            try (Target target = targets.open(project.project(), environment)) {
                if (!target.catalogue().fingerprint().equals(baseline.getValue())) {
                    found.add("the schema of '" + environment.name() + "' is not the one that was approved");
                }
            }
        }
        return found;
    }
}
