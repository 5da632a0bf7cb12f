package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.rollout.cleanup.CleanupPlan;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.cleanup.CleanupDesk;
import io.slipway.server.rollout.Rollouts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The clean-up before a go-live. */
@RestController
@RequestMapping("/api/projects/{project}/rollout/cleanup")
@Tag(name = "rollouts")
final class CleanupApi {
    private final Rollouts rollouts;
    private final CleanupDesk desk;

    CleanupApi(Rollouts rollouts, CleanupDesk desk) {
        this.rollouts = rollouts;
        this.desk = desk;
    }

    /** @param provenance how it is known that a rehearsal made it */
    record CleanupItem(String kind, String name, String provenance) {}

    /**
     * @param schema fingerprint of the schema as it is
     * @param baseline fingerprint of the schema as it must be afterwards
     * @param changes that are taken back by their rollbacks, the last applied first
     * @param going objects that go, or go back to what they were
     * @param rows table that goes → how many rows go with it, whoever put them there
     * @param left objects that no rehearsal made: they stay
     * @param historyLines how many lines of the history go
     * @param provenance change or object → the deployment that made it, such as {@code #7}
     */
    record CleanupPlace(
            String environment,
            String schema,
            String baseline,
            List<String> changes,
            List<String> going,
            Map<String, Long> rows,
            List<String> left,
            long historyLines,
            Map<String, String> provenance) {
        static CleanupPlace of(CleanupPlan.Place place) {
            return new CleanupPlace(
                    place.environment(),
                    place.now(),
                    place.expected(),
                    place.changes(),
                    place.going(),
                    new TreeMap<>(place.rows()),
                    place.left(),
                    place.lines(),
                    new TreeMap<>(place.provenance()));
        }
    }

    /** @param backups environment → where its back-up lies in the server's data folder, its size and its digest */
    record CleanupUnfinished(String by, Instant begun, Map<String, String> backups) {}

    /**
     * @param digest what an approval is bound to
     * @param unfinished the clean-up before this one, when it stopped half-way: the plan is what it left to do
     * @param clean whether there is nothing to take away
     * @param blockers why nothing may be touched; empty when it may
     */
    record CleanupView(
            String team,
            String digest,
            boolean clean,
            List<String> approvedBy,
            Optional<CleanupUnfinished> unfinished,
            List<String> blockers,
            List<CleanupItem> traces,
            List<CleanupPlace> environments) {
        static CleanupView of(CleanupDesk.Planned planned) {
            CleanupPlan plan = planned.plan();
            return new CleanupView(
                    plan.team(),
                    planned.digest(),
                    plan.clean(),
                    planned.approvedBy(),
                    planned.unfinished().map(run -> new CleanupUnfinished(run.by(), run.begun(), run.backups())),
                    plan.blockers(),
                    plan.traces().stream()
                            .map(item -> new CleanupItem(item.kind(), item.name(), item.provenance()))
                            .toList(),
                    plan.places().stream().map(CleanupPlace::of).toList());
        }
    }

    @GetMapping
    @Requires(Permission.VIEW)
    @Operation(summary = "Plans the clean-up: what it would take away, and what stays; touches nothing")
    CleanupView plan(@PathVariable String project) {
        return CleanupView.of(desk.plan(rollouts.of(project)));
    }

    /** @param digest of the plan */
    record ApprovalBody(String digest) {}

    @PostMapping("/approvals")
    @Requires(Permission.APPROVE)
    @Operation(summary = "Approves exactly this plan; two people must")
    CleanupView approve(Caller caller, @PathVariable String project, @RequestBody ApprovalBody body) {
        return CleanupView.of(desk.approve(caller, rollouts.of(project), given(body.digest(), "digest")));
    }

    /** @param file below {@code backups} in the server's data folder */
    record BackupView(String environment, String file, long size, String sha256) {}

    record CleanedView(String digest, List<BackupView> backups) {}

    @PostMapping
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Backs up, then takes away what two people approved")
    CleanedView apply(Caller caller, @PathVariable String project) {
        CleanupDesk.Done done = desk.apply(caller, rollouts.of(project));
        return new CleanedView(
                done.digest(),
                done.backups().stream()
                        .map(each -> new BackupView(each.environment(), each.file(), each.size(), each.digest()))
                        .toList());
    }

    /** @param found what is not clean; empty when all is */
    record VerificationView(boolean clean, List<String> found) {}

    @GetMapping("/verification")
    @Requires(Permission.VIEW)
    @Operation(summary = "Looks whether nothing is left of any rehearsal, and every schema is the approved one")
    VerificationView verify(@PathVariable String project) {
        List<String> found = desk.verify(rollouts.of(project));
        return new VerificationView(found.isEmpty(), found);
    }
}
