package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.hypercare.Figures;
import io.slipway.rollout.hypercare.Hypercare;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.hypercare.HypercareDesk;
import io.slipway.server.rollout.Rollouts;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The sprints after a go-live. */
@RestController
@RequestMapping("/api/projects/{project}/rollout/hypercare")
@Tag(name = "rollouts")
final class HypercareApi {
    private final Rollouts rollouts;
    private final HypercareDesk desk;

    HypercareApi(Rollouts rollouts, HypercareDesk desk) {
        this.rollouts = rollouts;
        this.desk = desk;
    }

    /**
     * @param promoted artifacts that reached the last environment
     * @param leadMillis from handing in to the last environment, the middle one
     * @param failureRate of a hundred deployments, how many failed
     * @param rework rollbacks
     */
    record SprintView(
            String sprint,
            LocalDate first,
            boolean whole,
            int scripts,
            int packages,
            int promoted,
            Optional<Long> leadMillis,
            int deployments,
            int failureRate,
            Optional<Long> recoveryMillis,
            int rework,
            Map<String, Integer> cases,
            List<String> causes) {
        static SprintView of(Figures figures) {
            return new SprintView(
                    figures.sprint().name(),
                    figures.sprint().first(),
                    figures.whole(),
                    figures.scripts(),
                    figures.packages(),
                    figures.promoted(),
                    figures.lead().map(Duration::toMillis),
                    figures.runs(),
                    figures.failureRate(),
                    figures.recovery().map(Duration::toMillis),
                    figures.rework(),
                    figures.casesByTier(),
                    figures.causes());
        }
    }

    /**
     * @param state {@code running}, {@code voting} or {@code ended}
     * @param calm whole sprints on end that kept to the figures
     * @param missing accounts whose yes is still to come
     */
    record HypercareView(String state, int calm, List<String> missing, boolean relapsed, List<SprintView> sprints) {
        static HypercareView of(HypercareDesk.Course course) {
            Hypercare hypercare = course.hypercare();
            return new HypercareView(
                    hypercare.state().name().toLowerCase(Locale.ROOT),
                    hypercare.calm(),
                    hypercare.missing(),
                    hypercare.relapsed(),
                    course.figures().stream().map(SprintView::of).toList());
        }
    }

    @GetMapping
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells what each sprint since the go-live brought, and whether hypercare may end")
    HypercareView one(@PathVariable String project) {
        return HypercareView.of(desk.of(rollouts.of(project))
                .orElseThrow(() -> SlipwayException.of(ErrorCode.NOT_FOUND, "The team is not live yet.", "")));
    }

    /** @param yes whether it may end */
    record VoteBody(boolean yes) {}

    @PostMapping("/votes")
    @Requires(Permission.VIEW)
    @Operation(summary = "Votes on the end of hypercare, as one of those whom the rollout file names")
    HypercareView vote(Caller caller, @PathVariable String project, @RequestBody VoteBody body) {
        return HypercareView.of(desk.vote(caller, rollouts.of(project), body.yes()));
    }
}
