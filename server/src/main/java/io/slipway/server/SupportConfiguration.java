package io.slipway.server;

import io.slipway.rollout.hypercare.Delivered;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.hypercare.Cases;
import io.slipway.server.invitation.Correspondence;
import io.slipway.server.mailbox.MailTaker;
import io.slipway.server.notification.AddressGuard;
import io.slipway.server.notification.Letters;
import io.slipway.server.notification.MailServers;
import io.slipway.server.notification.Outbox;
import io.slipway.server.rollout.AgreedDate;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.secret.Secrets;
import io.slipway.server.support.CaseDesk;
import io.slipway.server.support.CaseFigures;
import io.slipway.server.support.CaseNews;
import io.slipway.server.support.CaseRoutes;
import io.slipway.server.support.CaseTable;
import io.slipway.server.support.MailCases;
import io.slipway.server.support.MeetingEntries;
import io.slipway.server.support.MeetingInvitations;
import io.slipway.server.support.MeetingLetters;
import io.slipway.server.support.MeetingReplies;
import io.slipway.server.support.Proof;
import io.slipway.server.support.ProofLook;
import io.slipway.server.support.RemoteCases;
import io.slipway.server.support.SupportDesk;
import io.slipway.server.support.SupportJobs;
import io.slipway.server.support.SupportMails;
import io.slipway.server.support.SupportMeetings;
import io.slipway.server.support.TeamQuestion;
import io.slipway.server.support.TrackerHooks;
import io.slipway.server.support.TrackerHttp;
import io.slipway.server.support.Trackers;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts together the support of teams that are live. */
@Configuration(proxyBeanMethods = false)
class SupportConfiguration {
    private static final Duration ANSWER = Duration.ofSeconds(15);

    @Bean
    CaseNews caseNews(Outbox outbox, Rollouts rollouts) {
        return new CaseNews(outbox, rollouts);
    }

    @Bean
    CaseTable caseTable(Store store) {
        return new CaseTable(store);
    }

    @Bean
    CaseFigures caseFigures(Store store) {
        return new CaseFigures(store);
    }

    @Bean
    RemoteCases remoteCases(Store store, Clock clock) {
        return new RemoteCases(store, clock);
    }

    @Bean
    TrackerHttp trackerHttp(AddressGuard guard, ScheduledExecutorService ticker) {
        return new TrackerHttp(guard, ticker, ANSWER);
    }

    @Bean
    SupportDesk supportDesk(
            Store store,
            Rollouts rollouts,
            RolloutLedger ledger,
            CaseNews news,
            CaseTable table,
            RemoteCases remotes,
            DeploymentTable deployments,
            TrackerHttp http,
            Secrets secrets,
            AgreedDate dates,
            TeamQuestion question,
            ServerSettings settings,
            Clock clock) {
        Trackers trackers = new Trackers(http, secrets, settings.data(), settings.environment());
        return new SupportDesk(
                store,
                rollouts,
                ledger,
                news,
                table,
                remotes,
                deployments,
                trackers,
                dates,
                question,
                NotificationConfiguration.links(settings),
                clock);
    }

    @Bean
    TeamQuestion teamQuestion(Letters letters, MailServers servers) {
        return new TeamQuestion(letters, servers);
    }

    @Bean
    CaseDesk caseDesk(SupportDesk support) {
        return support.cases();
    }

    @Bean
    Proof supportProof(SupportDesk support) {
        return support.proof();
    }

    @Bean
    SupportMeetings supportMeetings(SupportDesk support) {
        return support.meetings();
    }

    @Bean
    MailCases mailCases(SupportDesk support) {
        return support.mail();
    }

    /** Mails that answer no invitation. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    MailTaker supportMails(MailCases cases) {
        return new SupportMails(cases);
    }

    @Bean
    MeetingEntries meetingEntries(SupportMeetings meetings, Clock clock) {
        return new MeetingEntries(meetings, clock);
    }

    @Bean
    ProofLook proofLook(Proof proof) {
        return new ProofLook(proof);
    }

    /** For the figures of hypercare. */
    @Bean
    Cases hypercareCases(CaseTable table) {
        return (rollout, since) -> table.since(rollout.project(), since).stream()
                .map(line -> new Delivered.Case(line.tier().name(), line.cause(), line.openedAt()))
                .toList();
    }

    @Bean
    CaseRoutes caseRoutes(SupportDesk support) {
        return support.routes();
    }

    @Bean
    TrackerHooks trackerHooks(SupportDesk support) {
        return support.hooks();
    }

    @Bean
    MeetingInvitations meetingInvitations(
            Store store,
            Rollouts rollouts,
            RolloutLedger ledger,
            SupportMeetings meetings,
            MeetingLetters letters,
            Clock clock) {
        return new MeetingInvitations(store, rollouts, ledger, meetings, letters, clock);
    }

    @Bean
    MeetingLetters meetingLetters(Correspondence correspondence) {
        return new MeetingLetters(correspondence);
    }

    @Bean
    MeetingReplies meetingReplies(Rollouts rollouts, RolloutLedger ledger, MeetingLetters letters) {
        return new MeetingReplies(rollouts, ledger, letters);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    SupportJobs supportJobs(SupportDesk support, MeetingInvitations invitations, ServerSettings settings) {
        return support.jobs(settings.node(), SupportJobs.Pace.STANDARD, invitations);
    }
}
