package io.slipway.server;

import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.notification.AddressGuard;
import io.slipway.server.notification.Outbox;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.secret.Secrets;
import io.slipway.server.support.CaseDesk;
import io.slipway.server.support.CaseFigures;
import io.slipway.server.support.CaseNews;
import io.slipway.server.support.CaseTable;
import io.slipway.server.support.GoLiveDates;
import io.slipway.server.support.MailCases;
import io.slipway.server.support.Proof;
import io.slipway.server.support.RemoteCases;
import io.slipway.server.support.SupportDesk;
import io.slipway.server.support.SupportJobs;
import io.slipway.server.support.SupportMeetings;
import io.slipway.server.support.TrackerHttp;
import io.slipway.server.support.Trackers;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
            ObjectProvider<GoLiveDates> dates,
            ServerSettings settings,
            Clock clock) {
        Trackers trackers = new Trackers(http, secrets, settings.data(), settings.environment());
        // Until dates are agreed on this server, no meetings are planned.
        GoLiveDates live =
                rollout -> Optional.ofNullable(dates.getIfAvailable()).flatMap(known -> known.of(rollout));
        return new SupportDesk(
                store,
                rollouts,
                ledger,
                news,
                table,
                remotes,
                deployments,
                trackers,
                live,
                NotificationConfiguration.links(settings),
                clock);
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

    @Bean(initMethod = "start", destroyMethod = "close")
    SupportJobs supportJobs(SupportDesk support, ServerSettings settings) {
        return support.jobs(settings.node(), SupportJobs.Pace.STANDARD);
    }
}
