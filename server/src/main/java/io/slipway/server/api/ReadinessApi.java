package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.golive.LiveState;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.GateEvent;
import io.slipway.rollout.readiness.GateState;
import io.slipway.rollout.readiness.Readiness;
import io.slipway.rollout.readiness.Waiver;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.dates.GoLiveDates;
import io.slipway.server.golive.GoLive;
import io.slipway.server.readiness.ReadinessDesk;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** How ready a team is for its go-live. */
@RestController
@RequestMapping("/api/projects/{project}/rollout")
@Tag(name = "rollouts")
final class ReadinessApi {
    private final Rollouts rollouts;
    private final ReadinessDesk desk;
    private final GoLiveDates dates;
    private final GoLive golive;

    ReadinessApi(Rollouts rollouts, ReadinessDesk desk, GoLiveDates dates, GoLive golive) {
        this.rollouts = rollouts;
        this.desk = desk;
        this.dates = dates;
        this.golive = golive;
    }

    /** @param until until when it counts */
    record EvidenceView(String query, String result, boolean passed, Instant at, Instant until, String digest) {
        static EvidenceView of(GateEvent.Looked seen) {
            return new EvidenceView(seen.query(), seen.result(), seen.passed(), seen.at(), seen.until(), seen.digest());
        }
    }

    /** @param givenBy the second person; absent while nobody agreed */
    record WaiverView(String askedBy, String reason, Instant until, Optional<String> givenBy) {
        static WaiverView of(Waiver waiver) {
            return new WaiverView(waiver.askedBy(), waiver.reason(), waiver.until(), waiver.givenBy());
        }
    }

    /**
     * @param state {@code green} for passed, {@code red} for failed, {@code grey} for not known, or that it is waived
     * @param why what hinders it; empty when nothing does
     * @param turn names of those whose turn it is; empty when it passes
     */
    record GateView(
            String gate,
            String asks,
            String state,
            String why,
            List<String> turn,
            Optional<EvidenceView> evidence,
            Optional<WaiverView> waiver) {
        static GateView of(ServedRollout rollout, Readiness.Status status, Set<String> date) {
            Optional<Waiver> waiver =
                    status.state() instanceof GateState.Waived let ? Optional.of(let.waiver()) : status.asked();
            return new GateView(
                    status.gate().name(),
                    status.gate().asks().text(),
                    status.state().verdict().text(),
                    status.state().why(),
                    status.state().passes()
                            ? List.of()
                            : rollout.rollout().turn(status.gate(), date).stream()
                                    .map(Person::name)
                                    .toList(),
                    status.state().seen().map(EvidenceView::of),
                    waiver.map(WaiverView::of));
        }
    }

    /**
     * @param ready whether every gate has passed or is waived
     * @param golive {@code waiting}, {@code live-before}, {@code held}, {@code open}, {@code live} or {@code back}
     * @param held why the go-live was held when its day came; absent when it was not
     * @param day to which everybody agreed
     */
    record ReadinessView(
            String team,
            boolean ready,
            String golive,
            Optional<String> held,
            Optional<LocalDate> day,
            List<GateView> gates) {}

    @GetMapping("/readiness")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells the gates of the team's go-live with their evidence")
    ReadinessView one(@PathVariable String project) {
        ServedRollout rollout = rollouts.of(project);
        return view(rollout, desk.of(rollout));
    }

    @PostMapping("/readiness/check")
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Looks at every gate now; on the day of the go-live, when that held, tries it again")
    ReadinessView check(Caller caller, @PathVariable String project) {
        ServedRollout rollout = rollouts.of(project);
        return view(rollout, golive.check(caller, rollout));
    }

    /** @param until until when the gate may be passed without evidence, ninety days away at most */
    record WaiverBody(String reason, @Nullable Instant until) {}

    @PostMapping("/gates/{gate}/waiver")
    @Requires(Permission.VIEW)
    @Operation(summary = "Asks that a gate may be passed for a while; it counts when a second person agrees")
    ReadinessView ask(
            Caller caller, @PathVariable String project, @PathVariable String gate, @RequestBody WaiverBody body) {
        ServedRollout rollout = rollouts.of(project);
        desk.askWaiver(caller, rollout, gate, given(body.reason(), "reason"), until(body));
        return view(rollout, desk.of(rollout));
    }

    @PostMapping("/gates/{gate}/waiver/agreement")
    @Requires(Permission.VIEW)
    @Operation(summary = "Agrees to a waiver that another asked for")
    ReadinessView give(Caller caller, @PathVariable String project, @PathVariable String gate) {
        ServedRollout rollout = rollouts.of(project);
        desk.giveWaiver(caller, rollout, gate);
        return view(rollout, desk.of(rollout));
    }

    record ReasonBody(String reason) {}

    @PostMapping("/gates/{gate}/waiver/end")
    @Requires(Permission.VIEW)
    @Operation(summary = "Refuses a waiver, or takes it back")
    ReadinessView end(
            Caller caller, @PathVariable String project, @PathVariable String gate, @RequestBody ReasonBody body) {
        ServedRollout rollout = rollouts.of(project);
        desk.endWaiver(caller, rollout, gate, given(body.reason(), "reason"));
        return view(rollout, desk.of(rollout));
    }

    @PostMapping("/switch-back")
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Closes the real pipeline of a team that is live, with a reason")
    ReadinessView back(Caller caller, @PathVariable String project, @RequestBody ReasonBody body) {
        ServedRollout rollout = rollouts.of(project);
        golive.switchBack(caller, rollout, given(body.reason(), "reason"));
        return view(rollout, desk.of(rollout));
    }

    private static Instant until(WaiverBody body) {
        if (body.until() == null) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "'until' is missing.", "");
        }
        return body.until();
    }

    private ReadinessView view(ServedRollout rollout, Readiness readiness) {
        GoLive.Outlook outlook = golive.outlook(rollout);
        Set<String> date =
                dates.agreement(rollout).turn(rollout.rollout().manager().key());
        return new ReadinessView(
                rollout.team(),
                readiness.ready(),
                outlook.state().word().text(),
                outlook.state().holding().map(LiveState.Held::why),
                outlook.day(),
                readiness.gates().stream()
                        .map(status -> GateView.of(rollout, status, date))
                        .toList());
    }
}
