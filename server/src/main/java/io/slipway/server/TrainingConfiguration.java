package io.slipway.server;

import io.slipway.server.dates.Commitments;
import io.slipway.server.dates.GoLiveDates;
import io.slipway.server.invitation.Correspondence;
import io.slipway.server.job.Sweeps;
import io.slipway.server.job.Sweeps.Sweep;
import io.slipway.server.meeting.GotoClient;
import io.slipway.server.meeting.GotoSettings;
import io.slipway.server.meeting.MeetingTable;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.secret.Secrets;
import io.slipway.server.support.CaseDesk;
import io.slipway.server.support.TrackerHttp;
import io.slipway.server.training.SessionDesk;
import io.slipway.server.training.SessionLinks;
import io.slipway.server.training.SessionMeetings;
import io.slipway.server.training.TrainedLook;
import io.slipway.server.training.TrainingBook;
import io.slipway.server.training.TrainingEntries;
import io.slipway.server.training.TrainingInvitations;
import io.slipway.server.training.TrainingPlans;
import io.slipway.server.training.TrainingReplies;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts together the trainings of teams. */
@Configuration(proxyBeanMethods = false)
class TrainingConfiguration {
    @Bean
    TrainingBook trainingBook(Store store, RolloutLedger ledger) {
        return new TrainingBook(store, ledger);
    }

    @Bean
    TrainingInvitations trainingInvitations(Correspondence correspondence) {
        return new TrainingInvitations(correspondence);
    }

    @Bean
    MeetingTable meetingTable(Store store, Clock clock) {
        return new MeetingTable(store, clock);
    }

    @Bean
    SessionMeetings sessionMeetings(
            Store store,
            Rollouts rollouts,
            TrainingBook book,
            TrainingInvitations invitations,
            MeetingTable table,
            TrackerHttp http,
            Secrets secrets,
            ServerSettings settings,
            Clock clock) {
        Optional<GotoClient> client = GotoSettings.of(settings.data(), settings.environment())
                .map(account -> new GotoClient(account, http, store, secrets, clock));
        return new SessionMeetings(store, rollouts, book, invitations, table, client, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Sweeps meetingSweeps(Store store, SessionMeetings meetings, ServerSettings settings) {
        return new Sweeps(
                store,
                "scheduled_meetings",
                settings.node(),
                new Sweep("meeting-sweep", Duration.ofSeconds(3), meetings::sweep));
    }

    @Bean
    TrainingPlans trainingPlans(
            Store store,
            Rollouts rollouts,
            TrainingBook book,
            GoLiveDates dates,
            Commitments commitments,
            TrainingInvitations invitations,
            SessionMeetings meetings,
            Clock clock) {
        return new TrainingPlans(store, rollouts, book, dates, commitments, invitations, meetings, clock);
    }

    @Bean
    SessionLinks sessionLinks(
            Store store,
            Rollouts rollouts,
            TrainingBook book,
            TrainingInvitations invitations,
            SessionMeetings meetings,
            Clock clock) {
        return new SessionLinks(store, rollouts, book, invitations, meetings, clock);
    }

    @Bean
    SessionDesk sessionDesk(Store store, Rollouts rollouts, TrainingBook book, CaseDesk cases, Clock clock) {
        return new SessionDesk(store, rollouts, book, cases, clock);
    }

    /** Before whatever else takes mails: an answer to an invitation is no case. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    TrainingReplies trainingReplies(
            Rollouts rollouts, TrainingBook book, TrainingInvitations invitations, Clock clock) {
        return new TrainingReplies(rollouts, book, invitations, clock);
    }

    @Bean
    TrainingEntries trainingEntries(TrainingBook book, Clock clock) {
        return new TrainingEntries(book, clock);
    }

    @Bean
    TrainedLook trainedLook(TrainingBook book, Clock clock) {
        return new TrainedLook(book, clock);
    }
}
