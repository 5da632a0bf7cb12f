package io.slipway.server;

import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.server.account.People;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.dates.AddedStakeholders;
import io.slipway.server.dates.Commitments;
import io.slipway.server.dates.DateEntries;
import io.slipway.server.dates.GoLiveDates;
import io.slipway.server.dates.Helpers;
import io.slipway.server.dates.Invitations;
import io.slipway.server.dates.RemovedStakeholders;
import io.slipway.server.dates.Replies;
import io.slipway.server.dates.TeamDates;
import io.slipway.server.feed.CalendarEntries;
import io.slipway.server.feed.CalendarFeeds;
import io.slipway.server.invitation.Correspondence;
import io.slipway.server.job.Repetition;
import io.slipway.server.mailbox.LargeMails;
import io.slipway.server.mailbox.MailTaker;
import io.slipway.server.mailbox.MailboxRun;
import io.slipway.server.mailbox.Mailboxes;
import io.slipway.server.mailbox.TakenMails;
import io.slipway.server.notification.AddressGuard;
import io.slipway.server.notification.Letters;
import io.slipway.server.notification.MailServers;
import io.slipway.server.rollout.AgreedDate;
import io.slipway.server.rollout.DateAsked;
import io.slipway.server.rollout.Evidence;
import io.slipway.server.rollout.NearDates;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.secret.Secrets;
import io.slipway.server.sprint.GuardedGet;
import io.slipway.server.sprint.SprintCalendars;
import io.slipway.server.sprint.SprintReader;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts together what finds, proposes and agrees go-live dates. */
@Configuration(proxyBeanMethods = false)
class DatesConfiguration {
    @Bean
    GuardedGet guardedGet(AddressGuard guard, ScheduledExecutorService ticker) {
        return new GuardedGet(guard, ticker);
    }

    @Bean
    SprintCalendars sprintCalendars(
            Store store, GuardedGet get, Secrets secrets, ServerSettings settings, Clock clock) {
        return new SprintCalendars(store, new SprintReader(get, secrets, settings.environment(), clock), clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Repetition sprintReading(Rollouts rollouts, SprintCalendars calendars) {
        return new Repetition(
                "sprints", Duration.ofSeconds(30), () -> rollouts.all().forEach(calendars::readWhenDue));
    }

    @Bean
    Commitments commitments(Rollouts rollouts) {
        return new Commitments(rollouts, Helpers.BY_DUTY);
    }

    @Bean
    Mailboxes mailboxes(Store store, Secrets secrets, AuditLog audit, Clock clock) {
        return new Mailboxes(store, secrets, audit, clock);
    }

    @Bean
    Correspondence correspondence(Letters letters, MailServers servers, ServerSettings settings) {
        return new Correspondence(letters, servers, NotificationConfiguration.links(settings));
    }

    @Bean
    Invitations invitations(Correspondence correspondence) {
        return new Invitations(correspondence);
    }

    @Bean
    GoLiveDates goLiveDates(
            Store store,
            Rollouts rollouts,
            RolloutLedger ledger,
            SprintCalendars sprints,
            Commitments commitments,
            Invitations invitations,
            Evidence evidence,
            Clock clock) {
        return new GoLiveDates(store, rollouts, ledger, sprints, commitments, invitations, evidence, clock);
    }

    @Bean
    NearDates nearDates(TeamDates near, GoLiveDates dates) {
        return new NearDates() {
            @Override
            public Set<String> between(LocalDate first, LocalDate last) {
                return near.between(first, last);
            }

            @Override
            public Optional<LocalDate> open(ServedRollout rollout) {
                Agreement agreement = dates.agreement(rollout);
                return agreement.agreed()
                        ? Optional.empty()
                        : agreement.proposal().map(Proposal::date);
            }
        };
    }

    @Bean
    DateAsked dateAsked() {
        return TeamDates::asked;
    }

    @Bean
    AgreedDate agreedDate(GoLiveDates dates) {
        return rollout -> {
            Agreement agreement = dates.agreement(rollout);
            return agreement.agreed() ? agreement.proposal().map(Proposal::date) : Optional.empty();
        };
    }

    @Bean
    RemovedStakeholders removedStakeholders(GoLiveDates dates, Invitations invitations, Clock clock) {
        return new RemovedStakeholders(dates, invitations, clock);
    }

    @Bean
    AddedStakeholders addedStakeholders(GoLiveDates dates, Invitations invitations, Clock clock) {
        return new AddedStakeholders(dates, invitations, clock);
    }

    /** Before whatever else takes mails: an answer to an invitation is no case. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    Replies replies(Rollouts rollouts, RolloutLedger ledger, GoLiveDates dates, Invitations invitations) {
        return new Replies(rollouts, ledger, dates, invitations);
    }

    @Bean
    TakenMails takenMails(Store store, Clock clock) {
        return new TakenMails(store, clock);
    }

    /** Whatever takes mails is asked in turn. */
    @Bean
    MailboxRun mailboxRun(
            Store store,
            Mailboxes mailboxes,
            TakenMails taken,
            List<MailTaker> takers,
            Letters letters,
            MailServers servers,
            Rollouts rollouts) {
        return new MailboxRun(store, mailboxes, taken, takers, new LargeMails(letters, servers, rollouts));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Repetition mailboxReading(MailboxRun run) {
        return new Repetition("the mailbox", Duration.ofSeconds(20), run::run);
    }

    @Bean
    TeamDates teamDates(Store store, Rollouts rollouts, GoLiveDates dates, SprintCalendars sprints) {
        return new TeamDates(store, rollouts, dates, sprints, Helpers.BY_DUTY);
    }

    @Bean
    DateEntries dateEntries(GoLiveDates dates, SprintCalendars sprints, Clock clock) {
        return new DateEntries(dates, sprints, clock);
    }

    /** Whatever has days or times is in them. */
    @Bean
    CalendarFeeds calendarFeeds(
            Store store, People people, Rollouts rollouts, List<CalendarEntries> entries, AuditLog audit, Clock clock) {
        return new CalendarFeeds(store, people, rollouts, entries, audit, clock);
    }
}
