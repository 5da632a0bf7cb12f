package io.slipway.server.console;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.MeetingPlan.Meeting;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.SupportTier;
import io.slipway.rollout.support.Tier;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.support.CaseLine;
import io.slipway.server.support.CaseRoutes;
import io.slipway.server.support.CaseTable;
import io.slipway.server.support.InvitedMeeting;
import io.slipway.server.support.MeetingInvitations;
import io.slipway.server.support.Proof;
import io.slipway.server.support.SupportMeetings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of a rollout shows of its support. */
@Component
final class SupportParts {
    private static final int SHOWN = 20;
    private final CaseTable table;
    private final Proof proof;
    private final SupportMeetings meetings;
    private final MeetingInvitations invitations;
    private final CaseRoutes routes;
    private final Clock clock;

    SupportParts(
            CaseTable table,
            Proof proof,
            SupportMeetings meetings,
            MeetingInvitations invitations,
            CaseRoutes routes,
            Clock clock) {
        this.table = table;
        this.proof = proof;
        this.meetings = meetings;
        this.invitations = invitations;
        this.routes = routes;
        this.clock = clock;
    }

    record TierRow(
            String tier, String onDuty, boolean open, String members, String acknowledge, String resolve, long cases) {}

    /** @param holds whether the tiers are still those of the proof */
    record Proved(long number, String who, Instant at, boolean holds) {}

    void rollout(Model model, ServedRollout served) {
        Optional<Support> support = served.rollout().support();
        if (support.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        Map<Tier, Long> open = table.openByTier(served.project());
        model.addAttribute(
                "support",
                Arrays.stream(Tier.values())
                        .map(tier -> row(support.get().tier(tier), open.getOrDefault(tier, 0L), now))
                        .toList());
        model.addAttribute(
                "proved",
                proof.last(served)
                        .map(last -> new Proved(last.number(), last.words(), last.at(), last.holds(support.get()))));
        model.addAttribute("route", routes.of(served));
        List<CaseLine> cases = table.list(
                new CaseTable.Wish(Optional.of(Set.of(served.project())), "", Map.of(), "open", ""),
                CaseTable.Place.FIRST,
                now,
                SHOWN);
        model.addAttribute("cases", cases);
        meeting(model, served, support.get());
        String agenda = meetings.agenda(served.project()).stream()
                .map(one -> "#" + one.number())
                .collect(Collectors.joining(", "));
        model.addAttribute("agenda", agenda.isEmpty() ? "nothing yet" : agenda);
    }

    void meeting(Model model, ServedRollout served, Support support) {
        Optional<Meeting> meeting = meetings.next(served);
        model.addAttribute("meeting", meeting);
        model.addAttribute(
                "meetingAt",
                new Moment(
                        meeting.map(Meeting::from),
                        support.tier(Tier.L2).terms().hours().zone()));
    }

    void meetings(Model model, ServedRollout served, Support support) {
        meeting(model, served, support);
        List<Case> agenda = meetings.agenda(served.project());
        model.addAttribute("agenda", agenda);
        model.addAttribute(
                "invited",
                meetings.next(served)
                        .flatMap(next -> invitations.of(served, next.day()))
                        .map(invited -> invited.people().stream()
                                .flatMap(key -> served.rollout().people().find(key).stream())
                                .map(person -> person.name() + answer(invited, person))
                                .collect(Collectors.joining(", "))));
        model.addAttribute("decisions", meetings.decisions(served.team()));
        model.addAttribute(
                "today",
                java.time.LocalDate.ofInstant(
                                clock.instant(),
                                support.tier(Tier.L2).terms().hours().zone())
                        .toString());
    }

    private static TierRow row(SupportTier tier, long cases, Instant now) {
        return new TierRow(
                tier.tier().name(),
                names(tier.onDuty(now)),
                tier.terms().hours().open(now),
                names(tier.members()),
                words(tier.terms().acknowledge()),
                words(tier.terms().resolve()),
                cases);
    }

    private static String answer(InvitedMeeting invited, Person person) {
        Boolean comes = invited.answers().get(person.key());
        return comes == null ? "" : comes ? " (comes)" : " (does not come)";
    }

    private static String names(List<Person> people) {
        return people.stream().map(Person::name).collect(Collectors.joining(", "));
    }

    private static String words(Duration time) {
        String minutes = time.toMinutesPart() == 0 ? "" : time.toMinutesPart() + " min";
        return time.toHours() == 0 ? minutes : (time.toHours() + " h " + minutes).strip();
    }
}
