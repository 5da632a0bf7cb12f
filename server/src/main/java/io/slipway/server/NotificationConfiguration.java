package io.slipway.server;

import io.slipway.server.account.People;
import io.slipway.server.account.SetUpLinks;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.deployment.ApprovalPolicies;
import io.slipway.server.deployment.DecidingPeople;
import io.slipway.server.deployment.DeploymentEvents;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ReviewReminder;
import io.slipway.server.golive.ConcernedPeople;
import io.slipway.server.notification.AddressGuard;
import io.slipway.server.notification.Deciders;
import io.slipway.server.notification.Deliveries;
import io.slipway.server.notification.DeliveryJobs;
import io.slipway.server.notification.DeliveryRun;
import io.slipway.server.notification.Distribution;
import io.slipway.server.notification.HttpSender;
import io.slipway.server.notification.Letters;
import io.slipway.server.notification.MailSender;
import io.slipway.server.notification.MailServers;
import io.slipway.server.notification.Messages;
import io.slipway.server.notification.Outbox;
import io.slipway.server.notification.Subscriptions;
import io.slipway.server.project.Projects;
import io.slipway.server.secret.Secrets;
import io.slipway.server.support.CaseNews;
import io.slipway.store.Store;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what tells people and programs of deployments. */
@Configuration(proxyBeanMethods = false)
class NotificationConfiguration {
    @Bean
    Outbox outbox(Store store, Clock clock) {
        return new Outbox(store, clock);
    }

    @Bean
    AddressGuard addressGuard(ServerSettings settings) {
        return new AddressGuard(settings.guard().allowed(), settings.guard().plainHttp());
    }

    @Bean
    Subscriptions subscriptions(
            Store store, Secrets secrets, AddressGuard guard, Outbox outbox, AuditLog audit, Clock clock) {
        return new Subscriptions(store, secrets, guard, outbox, audit, clock);
    }

    @Bean
    Deliveries deliveries(Store store, AuditLog audit, Clock clock) {
        return new Deliveries(store, audit, clock);
    }

    @Bean
    Letters letters(Store store, Outbox outbox, Clock clock) {
        return new Letters(store, outbox, clock);
    }

    @Bean
    SetUpLinks setUpLinks(
            Store store,
            People people,
            Letters letters,
            MailServers servers,
            AuditLog audit,
            ServerSettings settings,
            Clock clock) {
        return new SetUpLinks(store, people, letters, servers, links(settings), audit, clock);
    }

    @Bean
    MailServers mailServers(Store store, Secrets secrets, AuditLog audit, Clock clock) {
        return new MailServers(store, secrets, audit, clock);
    }

    @Bean
    HttpSender httpSender(AddressGuard guard, ScheduledExecutorService ticker) {
        return new HttpSender(guard, ticker);
    }

    @Bean
    DeliveryRun deliveryRun(
            Deliveries deliveries,
            Outbox outbox,
            Letters letters,
            SetUpLinks setUpLinks,
            Subscriptions subscriptions,
            MailServers mail,
            HttpSender http,
            ServerSettings settings,
            Clock clock) {
        return new DeliveryRun(
                deliveries,
                outbox,
                letters,
                setUpLinks,
                subscriptions,
                new Messages(links(settings)),
                new MailSender(mail),
                http,
                clock);
    }

    /** A port that was not fixed is no link to send to anybody. */
    static Optional<URI> links(ServerSettings settings) {
        return settings.publicUrl()
                .or(() -> Optional.of(settings.port())
                        .filter(port -> port > 0)
                        .map(port -> URI.create((settings.operations().tls().isPresent() ? "https://" : "http://")
                                + settings.address() + ":" + port)));
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    DeliveryJobs deliveryJobs(
            Store store,
            Outbox outbox,
            Letters letters,
            Subscriptions subscriptions,
            Deliveries deliveries,
            DeliveryRun run,
            People people,
            Projects projects,
            ApprovalPolicies policies,
            DeploymentTable table,
            DeploymentEvents events,
            CaseNews cases,
            ConcernedPeople concerned,
            ServerSettings settings,
            Clock clock) {
        DecidingPeople deciding = new DecidingPeople(people, projects, policies);
        Deciders deciders = notice -> switch (notice.topic().about()) {
            case ONE_PERSON -> letters.addresses(notice);
            case CASE -> cases.addresses(notice);
            case ROLLOUT -> concerned.addresses(notice);
            case DEPLOYMENT -> deciding.addresses(notice);
        };
        Distribution distribution = new Distribution(store, outbox, subscriptions, deliveries, deciders);
        return new DeliveryJobs(
                store,
                distribution,
                deliveries,
                run,
                new ReviewReminder(store, table, events, clock),
                settings.node(),
                DeliveryJobs.Pace.STANDARD,
                clock);
    }
}
