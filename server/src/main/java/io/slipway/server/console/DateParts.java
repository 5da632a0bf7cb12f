package io.slipway.server.console;

import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.agreement.DateEvent.Replied;
import io.slipway.rollout.agreement.DateEvent.Voted;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.calendar.Offers;
import io.slipway.rollout.people.Person;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.dates.GoLiveDates;
import io.slipway.server.mailbox.Mailboxes;
import io.slipway.server.mailbox.TakenMails;
import io.slipway.server.notification.MailServers;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.sprint.KnownSprints;
import io.slipway.server.sprint.SprintCalendars;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What the page of a rollout shows of its go-live's date. */
@Component
final class DateParts {
    private static final int OFFERED = 3;
    private static final int MAILS = 20;
    private final GoLiveDates dates;
    private final SprintCalendars sprints;
    private final MailServers servers;
    private final Mailboxes mailboxes;
    private final TakenMails taken;
    private final Clock clock;

    DateParts(
            GoLiveDates dates,
            SprintCalendars sprints,
            MailServers servers,
            Mailboxes mailboxes,
            TakenMails taken,
            Clock clock) {
        this.dates = dates;
        this.sprints = sprints;
        this.servers = servers;
        this.mailboxes = mailboxes;
        this.taken = taken;
        this.clock = clock;
    }

    /**
     * A stakeholder, and what they said.
     *
     * @param word {@code yes}, {@code no}, {@code to confirm}, {@code nothing yet} or {@code not asked}
     * @param css of the word
     */
    record Said(Person person, String word, String css, Optional<Voted> vote) {}

    /** The date with everything around it. */
    record Shown(
            Optional<Proposal> proposal,
            boolean agreed,
            String day,
            String sprint,
            List<Said> said,
            List<String> missing,
            List<LocalDate> counters,
            boolean mayVote,
            boolean manages,
            boolean mails,
            List<Offers.Day> days,
            List<Offers.Day> nearest,
            KnownSprints sprints,
            boolean stale) {

        public String zone() {
            return sprints.calendar().zone().getId();
        }
    }

    void rollout(Model model, Caller caller, ServedRollout served) {
        boolean manages = caller.may(Permission.ROLLOUT, served.project());
        model.addAttribute("date", shown(caller, served, manages));
        model.addAttribute("mailbox", mailboxes.reading().orElse(null));
        // What strangers wrote is for those who look after the rollout.
        model.addAttribute(
                "oddMails",
                manages
                        ? taken.of(served.team(), MAILS).stream()
                                .filter(mail -> mail.outcome().equals("stranger")
                                        || mail.outcome().equals("superseded"))
                                .toList()
                        : List.of());
    }

    Shown shown(Caller caller, ServedRollout served, boolean manages) {
        Agreement agreement = dates.agreement(served);
        Offers offers = dates.offers(caller, served);
        KnownSprints known = sprints.of(served);
        Optional<Proposal> proposal = agreement.proposal();
        LocalDate wish = proposal.map(Proposal::date)
                .orElse(LocalDate.ofInstant(clock.instant(), known.calendar().zone()));
        List<Said> said = served.rollout().stakeholders().stream()
                .map(person -> said(agreement, person))
                .toList();
        boolean stakeholder =
                served.rollout().stakeholders().stream().anyMatch(p -> p.key().equals(caller.name()));
        return new Shown(
                proposal,
                agreement.agreed(),
                proposal.map(p -> DayText.of(p.date())).orElse(""),
                proposal.flatMap(p -> known.calendar().beginningOn(p.date()))
                        .map(sprint -> sprint.name())
                        .orElse(""),
                said,
                agreement.state() instanceof Agreement.State.Waiting waiting
                        ? waiting.missing().stream()
                                .map(key -> served.rollout()
                                        .people()
                                        .find(key)
                                        .map(Person::name)
                                        .orElse(key))
                                .toList()
                        : List.of(),
                agreement.votes().values().stream()
                        .flatMap(vote -> vote.instead().stream())
                        .distinct()
                        .sorted()
                        .toList(),
                stakeholder && proposal.isPresent() && caller.may(Permission.AGREE, served.project()),
                manages,
                servers.current().isPresent(),
                offers.days(),
                offers.nearest(wish, OFFERED),
                known,
                known.stale(clock.instant()));
    }

    private static Said said(Agreement agreement, Person person) {
        Optional<Voted> vote = Optional.ofNullable(agreement.votes().get(person.key()));
        Optional<Replied> reply = Optional.ofNullable(agreement.replies().get(person.key()));
        if (reply.isPresent()) {
            return new Said(
                    person,
                    "a mail says " + (reply.get().yes() ? "yes" : "no")
                            + reply.get()
                                    .instead()
                                    .map(day -> ", rather " + day)
                                    .orElse("") + ", to be confirmed",
                    "waiting-for-approval",
                    vote);
        }
        if (vote.isPresent()) {
            return new Said(person, vote.get().yes() ? "yes" : "no", vote.get().yes() ? "completed" : "rejected", vote);
        }
        boolean asked = agreement.asked().contains(person.key());
        return new Said(person, asked ? "nothing yet" : "proposed it", asked ? "queued" : "", vote);
    }
}
