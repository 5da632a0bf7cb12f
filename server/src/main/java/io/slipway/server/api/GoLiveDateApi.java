package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.calendar.Offers;
import io.slipway.rollout.people.Person;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.dates.GoLiveDates;
import io.slipway.server.dates.Vote;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.sprint.KnownSprints;
import io.slipway.server.sprint.SprintCalendars;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** A team's go-live date: offers, proposal, votes. */
@RestController
@RequestMapping("/api/projects/{project}/rollout")
@Tag(name = "rollouts")
final class GoLiveDateApi {
    private static final int OFFERED = 5;
    private final Rollouts rollouts;
    private final GoLiveDates dates;
    private final SprintCalendars sprints;
    private final Clock clock;

    GoLiveDateApi(Rollouts rollouts, GoLiveDates dates, SprintCalendars sprints, Clock clock) {
        this.rollouts = rollouts;
        this.dates = dates;
        this.sprints = sprints;
        this.clock = clock;
    }

    /** @param meant although the sprints were not read for a day */
    record NewDate(String date, Optional<String> reason, Optional<Boolean> meant) {
        GoLiveDates.Wish wish() {
            return new GoLiveDates.Wish(day(date), reason.orElse(""), meant.orElse(false));
        }
    }

    /** @param sequence of the date that was seen */
    record MovedDate(int sequence, String date, Optional<String> reason, Optional<Boolean> meant) {}

    record Withdrawal(int sequence, Optional<String> reason) {}

    /** @param instead which day they would rather have */
    record NewVote(int sequence, String date, boolean yes, Optional<String> reason, Optional<String> instead) {}

    record VoteView(String by, boolean yes, String reason, Optional<String> instead, Instant at) {}

    /**
     * @param state {@code none}, {@code waiting} or {@code agreed}
     * @param sequence iCalendar's SEQUENCE of the date; 0 for none
     * @param begins the go-live's instant: the first of that day in the team's zone
     * @param missing who has not said anything
     * @param unconfirmed whose mail said something that they did not confirm yet
     */
    record DateView(
            String state,
            int sequence,
            Optional<String> date,
            Optional<String> sprint,
            Optional<Instant> begins,
            Optional<String> proposedBy,
            List<VoteView> votes,
            List<String> missing,
            List<String> refused,
            List<String> unconfirmed) {}

    /** @param refused why it cannot be taken; empty for one that can */
    record Day(String date, String sprint, List<String> refused) {
        static Day of(Offers.Day day) {
            return new Day(day.date().toString(), day.sprint().name(), day.refused());
        }
    }

    /** @param lastRead when sprints that are kept elsewhere were last read well */
    record OfferList(List<Day> nearest, List<Day> days, Optional<Instant> lastRead, boolean stale, String problem) {}

    @GetMapping("/date")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells the go-live's date, who said what to it, and who is missing")
    DateView date(@PathVariable String project) {
        ServedRollout served = rollouts.of(project);
        return view(served, dates.agreement(served));
    }

    @GetMapping("/date/offers")
    @Requires(Permission.VIEW)
    @Operation(summary = "Lists the first days of sprints to come, each with what stands in its way")
    OfferList offers(Caller caller, @PathVariable String project, @RequestParam(defaultValue = "") String near) {
        ServedRollout served = rollouts.of(project);
        Offers offers = dates.offers(caller, served);
        LocalDate wish = near.isEmpty()
                ? LocalDate.ofInstant(
                        clock.instant(), served.rollout().calendar().zone())
                : day(near);
        KnownSprints known = sprints.of(served);
        return new OfferList(
                offers.nearest(wish, OFFERED).stream().map(Day::of).toList(),
                offers.days().stream().map(Day::of).toList(),
                known.lastRead(),
                known.stale(clock.instant()),
                known.problem());
    }

    @PostMapping("/date")
    @Requires(Permission.ROLLOUT)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Proposes a go-live date; stakeholders are invited")
    DateView propose(Caller caller, @PathVariable String project, @RequestBody NewDate body) {
        return view(rollouts.of(project), dates.propose(caller, project, body.wish()));
    }

    @PostMapping("/date/move")
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Moves the date that stands; every vote on it is void")
    DateView move(Caller caller, @PathVariable String project, @RequestBody MovedDate body) {
        GoLiveDates.Wish wish = new NewDate(body.date(), body.reason(), body.meant()).wish();
        return view(rollouts.of(project), dates.move(caller, project, body.sequence(), wish));
    }

    @PostMapping("/date/withdrawal")
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Withdraws the date that stands; invitations are cancelled")
    DateView withdraw(Caller caller, @PathVariable String project, @RequestBody Withdrawal body) {
        return view(
                rollouts.of(project),
                dates.withdraw(caller, project, body.sequence(), body.reason().orElse("")));
    }

    @PostMapping("/date/invitations")
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Invites all again who have not said yes")
    DateView invite(Caller caller, @PathVariable String project) {
        return view(rollouts.of(project), dates.inviteAgain(caller, project));
    }

    @PostMapping("/date/votes")
    @Requires(Permission.AGREE)
    @Operation(summary = "Says yes or no, as a stakeholder, to the date that was seen")
    DateView vote(Caller caller, @PathVariable String project, @RequestBody NewVote body) {
        Vote vote = new Vote(
                body.sequence(),
                day(body.date()),
                body.yes(),
                body.reason().orElse(""),
                body.instead().filter(text -> !text.isBlank()).map(GoLiveDateApi::day));
        return view(rollouts.of(project), dates.vote(caller, project, vote));
    }

    @PostMapping("/sprints/reading")
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Reads the sprints from where they are kept, now")
    OfferList read(Caller caller, @PathVariable String project) {
        sprints.read(rollouts.of(project));
        return offers(caller, project, "");
    }

    private static DateView view(ServedRollout served, Agreement agreement) {
        Optional<Proposal> proposal = agreement.proposal();
        Agreement.State state = agreement.state();
        List<String> missing = state instanceof Agreement.State.Waiting waiting ? waiting.missing() : List.of();
        List<String> refused = state instanceof Agreement.State.Waiting waiting ? waiting.refused() : List.of();
        return new DateView(
                proposal.isEmpty() ? "none" : agreement.agreed() ? "agreed" : "waiting",
                proposal.map(Proposal::sequence).orElse(0),
                proposal.map(p -> p.date().toString()),
                proposal.flatMap(p -> served.rollout().calendar().beginningOn(p.date()))
                        .map(sprint -> sprint.name()),
                proposal.map(p -> p.date()
                        .atStartOfDay(served.rollout().calendar().zone())
                        .toInstant()),
                proposal.map(Proposal::by),
                served.rollout().stakeholders().stream()
                        .map(Person::key)
                        .map(agreement.votes()::get)
                        .filter(java.util.Objects::nonNull)
                        .map(vote -> new VoteView(
                                vote.by(),
                                vote.yes(),
                                vote.reason(),
                                vote.instead().map(LocalDate::toString),
                                vote.at()))
                        .toList(),
                missing,
                refused,
                agreement.replies().keySet().stream().sorted().toList());
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(given(text, "date"));
        } catch (DateTimeParseException e) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "'" + text + "' is no day such as 2026-12-07.", "")
                    .causedBy(e);
        }
    }
}
