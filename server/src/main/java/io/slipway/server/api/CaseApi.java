package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.MeetingPlan.Meeting;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.SupportTier;
import io.slipway.rollout.support.Tier;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.support.CaseDesk;
import io.slipway.server.support.CaseLine;
import io.slipway.server.support.CaseRights;
import io.slipway.server.support.CaseRoutes;
import io.slipway.server.support.CaseTable;
import io.slipway.server.support.CaseTable.Place;
import io.slipway.server.support.CaseWish;
import io.slipway.server.support.CaseWords;
import io.slipway.server.support.InvitedMeeting;
import io.slipway.server.support.MeetingInvitations;
import io.slipway.server.support.Proof;
import io.slipway.server.support.RemoteCases;
import io.slipway.server.support.SupportMeetings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Cases: requests for support, and what became of each. */
@RestController
@RequestMapping("/api")
@Tag(name = "support")
final class CaseApi {
    private static final int MOST = 200;
    private final CaseTable table;
    private final CaseDesk desk;
    private final Proof proof;
    private final SupportMeetings meetings;
    private final MeetingInvitations invitations;
    private final CaseRoutes routes;
    private final RemoteCases remotes;
    private final Rollouts rollouts;
    private final Clock clock;

    CaseApi(
            CaseTable table,
            CaseDesk desk,
            Proof proof,
            SupportMeetings meetings,
            MeetingInvitations invitations,
            CaseRoutes routes,
            RemoteCases remotes,
            Rollouts rollouts,
            Clock clock) {
        this.table = table;
        this.desk = desk;
        this.proof = proof;
        this.meetings = meetings;
        this.invitations = invitations;
        this.routes = routes;
        this.remotes = remotes;
        this.rollouts = rollouts;
        this.clock = clock;
    }

    /** @param late whether a deadline has passed */
    record CaseSummary(
            long number,
            String project,
            String team,
            String title,
            String source,
            String phase,
            String tier,
            String reporter,
            Optional<String> assignee,
            boolean acknowledged,
            String cause,
            Instant openedAt,
            Optional<Instant> dueAt,
            boolean late) {
        static CaseSummary of(CaseLine line, Instant now) {
            return new CaseSummary(
                    line.number(),
                    line.project(),
                    line.team(),
                    line.title(),
                    line.source().text(),
                    line.phase().text(),
                    line.tier().name(),
                    line.reporter(),
                    line.assignee(),
                    line.acknowledged(),
                    line.cause(),
                    line.openedAt(),
                    line.dueAt(),
                    line.late(now));
        }
    }

    /** @param next what to give as {@code after} for those that follow; absent when there are none */
    record CaseList(List<CaseSummary> cases, Optional<String> next) {}

    /**
     * @param at when it counts from
     * @param what goes on after the name of who did it
     */
    record CaseEventView(Instant at, String by, String kind, String what, String text) {
        static CaseEventView of(CaseEvent event) {
            return new CaseEventView(
                    event.counts(),
                    event.actor(),
                    event.kind().action().substring("case-".length()),
                    CaseWords.of(event),
                    event.text(CaseEvent.TEXT));
        }
    }

    record RemoteView(String tracker, String state, String key, String remoteState, String result) {}

    /** @param may what the caller may do with it now */
    record CaseView(
            long number,
            String project,
            String title,
            String text,
            String source,
            String phase,
            String tier,
            String reporter,
            Optional<String> assignee,
            boolean acknowledged,
            Optional<Instant> acknowledgeBy,
            Optional<Instant> resolveBy,
            boolean late,
            String handOver,
            Optional<Instant> resolvedAt,
            Optional<Long> mergedInto,
            String cause,
            String knowledge,
            Optional<Long> deployment,
            List<String> may,
            List<RemoteView> remote,
            List<CaseEventView> events) {}

    record NewCase(String title, Optional<String> text) {}

    /**
     * @param step one of those that a case's {@code may} names
     * @param text note, reason, or what the other tier must know
     * @param person who shall have it
     * @param tier to which it is re-routed
     * @param into number of the case that it is the same as
     * @param knowledge a link to what helps
     */
    record CaseStep(
            String step,
            Optional<String> text,
            Optional<String> person,
            Optional<String> tier,
            Optional<Long> into,
            Optional<String> cause,
            Optional<String> knowledge) {}

    record TierView(String tier, List<String> members, List<String> onDuty, String acknowledge, String resolve) {}

    record MeetingView(LocalDate day, Instant from, Instant until, String link) {}

    /**
     * @param deploymentsBeginWith tier that gets the cases of failed deployments: L3 until the go-live, L1 from then on
     * @param agenda numbers of the cases that the next meeting is about
     * @param invited who was invited to it, by account; nobody until a day before
     */
    record SupportView(
            List<TierView> tiers,
            String deploymentsBeginWith,
            Optional<MeetingView> nextMeeting,
            List<Long> agenda,
            List<String> invited) {}

    /**
     * @param meeting its day; today's if left out
     * @param about number of a case
     */
    record DecisionBody(Optional<LocalDate> meeting, String text, Optional<Long> about) {}

    @GetMapping("/cases")
    @Open(Open.To.SIGNED_IN)
    @Operation(summary = "Lists cases of the projects that the caller may see, the most urgent first")
    CaseList list(
            Caller caller,
            @RequestParam(defaultValue = "all") String whose,
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String after) {
        List<ServedRollout> visible = rollouts.visible(caller);
        Set<String> projects = visible.stream().map(ServedRollout::project).collect(Collectors.toSet());
        boolean everywhere = caller.may(Permission.VIEW);
        return page(
                new CaseTable.Wish(
                        everywhere ? Optional.empty() : Optional.of(projects),
                        whose.equals("mine") ? caller.name() : "",
                        whose.equals("tier") ? CaseDesk.tiersOf(visible, caller.name()) : Map.of(),
                        state,
                        words),
                whose.equals("tier") && CaseDesk.tiersOf(visible, caller.name()).isEmpty(),
                after);
    }

    private CaseList page(CaseTable.Wish wish, boolean none, String after) {
        Instant now = clock.instant();
        List<CaseLine> lines = none ? List.of() : table.list(wish, Place.of(after), now, MOST + 1);
        List<CaseLine> shown = lines.subList(0, Math.min(MOST, lines.size()));
        return new CaseList(
                shown.stream().map(line -> CaseSummary.of(line, now)).toList(),
                lines.size() > MOST ? Optional.of(Place.text(shown.get(MOST - 1))) : Optional.empty());
    }

    @GetMapping("/projects/{project}/rollout/cases")
    @Requires(Permission.VIEW)
    @Operation(summary = "Lists the project's cases, the most urgent first")
    CaseList ofProject(
            @PathVariable String project,
            @RequestParam(defaultValue = "open") String state,
            @RequestParam(defaultValue = "") String words,
            @RequestParam(defaultValue = "") String after) {
        return page(new CaseTable.Wish(Optional.of(Set.of(project)), "", Map.of(), state, words), false, after);
    }

    @PostMapping("/projects/{project}/rollout/cases")
    @Requires(Permission.VIEW)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Opens a case, for the first tier")
    CaseView open(Caller caller, @PathVariable String project, @RequestBody NewCase body) {
        Case made = desk.open(
                caller, project, given(body.title(), "title"), body.text().orElse(""), Case.Source.API);
        return view(caller, project, made.number());
    }

    @GetMapping("/projects/{project}/rollout/cases/{number}")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells about a case, with all that happened to it and what the caller may do")
    CaseView one(Caller caller, @PathVariable String project, @PathVariable long number) {
        return view(caller, project, number);
    }

    @PostMapping("/projects/{project}/rollout/cases/{number}/steps")
    @Requires(Permission.VIEW)
    @Operation(summary = "Does something to a case: who may depends on the tier that has it")
    CaseView step(Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody CaseStep body) {
        desk.act(
                caller,
                project,
                number,
                new CaseWish(
                        CaseWish.kind(given(body.step(), "step")),
                        body.text().orElse(""),
                        body.person().orElse(""),
                        body.tier().orElse(""),
                        body.into(),
                        body.cause().orElse(""),
                        body.knowledge().orElse("")));
        return view(caller, project, number);
    }

    @GetMapping("/projects/{project}/rollout/support")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells who is on duty in each tier, and when the second and third meet next, about what")
    SupportView support(@PathVariable String project) {
        ServedRollout rollout = rollouts.of(project);
        Support support = CaseDesk.support(rollout);
        Instant now = clock.instant();
        Optional<Meeting> next = meetings.next(rollout);
        return new SupportView(
                Arrays.stream(Tier.values())
                        .map(tier -> tier(support.tier(tier), now))
                        .toList(),
                routes.of(rollout).first().name(),
                next.map(CaseApi::meeting),
                meetings.agenda(project).stream().map(Case::number).toList(),
                next.flatMap(meeting -> invitations.of(rollout, meeting.day()))
                        .map(InvitedMeeting::people)
                        .orElse(List.of()));
    }

    private static TierView tier(SupportTier tier, Instant now) {
        return new TierView(
                tier.tier().name(),
                tier.members().stream().map(Person::key).toList(),
                tier.onDuty(now).stream().map(Person::key).toList(),
                tier.terms().acknowledge().toString(),
                tier.terms().resolve().toString());
    }

    private static MeetingView meeting(Meeting meeting) {
        return new MeetingView(meeting.day(), meeting.from(), meeting.until(), meeting.link());
    }

    @PostMapping("/projects/{project}/rollout/support/proof")
    @Requires(Permission.ROLLOUT)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Opens a case that each tier must acknowledge at its page, to prove that support works")
    CaseView prove(Caller caller, @PathVariable String project) {
        return view(caller, project, proof.begin(caller, project).number());
    }

    @PostMapping("/projects/{project}/rollout/support/decisions")
    @Requires(Permission.VIEW)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Writes down what a meeting of the second and third tier decided")
    void decide(Caller caller, @PathVariable String project, @RequestBody DecisionBody body) {
        meetings.decide(caller, project, body.meeting(), given(body.text(), "text"), body.about());
    }

    private CaseView view(Caller caller, String project, long number) {
        CaseDesk.Told told = desk.of(project, number);
        Case one = told.state();
        return new CaseView(
                number,
                project,
                one.title(),
                one.text(),
                one.source().text(),
                one.phase().text(),
                one.tier().name(),
                one.reporter(),
                one.assignee(),
                one.acknowledged(),
                one.acknowledgeBy(),
                one.resolveBy(),
                one.late(clock.instant()),
                one.handOver(),
                one.resolvedAt(),
                one.mergedInto(),
                one.cause(),
                one.knowledge(),
                one.deployment(),
                CaseWish.verbs(CaseRights.of(caller, told.rollout(), CaseDesk.support(told.rollout()), one)),
                remotes.of(number).stream()
                        .map(remote -> new RemoteView(
                                remote.tracker(),
                                remote.state(),
                                remote.shown(),
                                remote.remoteState(),
                                remote.result()))
                        .toList(),
                told.events().stream().map(CaseEventView::of).toList());
    }
}
