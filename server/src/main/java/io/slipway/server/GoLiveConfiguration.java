package io.slipway.server;

import io.slipway.database.Products;
import io.slipway.release.deploy.Targets;
import io.slipway.server.account.People;
import io.slipway.server.account.Tokens;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.cleanup.Backups;
import io.slipway.server.cleanup.CleanedLook;
import io.slipway.server.cleanup.CleanupBook;
import io.slipway.server.cleanup.CleanupDesk;
import io.slipway.server.cleanup.Planning;
import io.slipway.server.cleanup.Sweeper;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.PipelineGate;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.golive.ConcernedPeople;
import io.slipway.server.golive.DateLook;
import io.slipway.server.golive.GoLive;
import io.slipway.server.golive.LiveBefore;
import io.slipway.server.golive.LivePipelines;
import io.slipway.server.golive.ManualSteps;
import io.slipway.server.golive.ProvisionedLook;
import io.slipway.server.golive.Rehearsals;
import io.slipway.server.golive.RehearsedLook;
import io.slipway.server.golive.RehearsedObjects;
import io.slipway.server.golive.SwitchBook;
import io.slipway.server.golive.Traces;
import io.slipway.server.hypercare.Cases;
import io.slipway.server.hypercare.HypercareDesk;
import io.slipway.server.job.Sweeps;
import io.slipway.server.job.Sweeps.Sweep;
import io.slipway.server.lab.LabDesk;
import io.slipway.server.notification.Outbox;
import io.slipway.server.project.Projects;
import io.slipway.server.readiness.GateBook;
import io.slipway.server.readiness.Looks;
import io.slipway.server.readiness.ReadinessDesk;
import io.slipway.server.reference.ReferenceDesk;
import io.slipway.server.reference.ReferenceLook;
import io.slipway.server.rollout.AgreedDate;
import io.slipway.server.rollout.Arrival;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.DateAsked;
import io.slipway.server.rollout.Evidence;
import io.slipway.server.rollout.FileChange;
import io.slipway.server.rollout.NearDates;
import io.slipway.server.rollout.RolloutFiles;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.SupportRoutes;
import io.slipway.server.secret.Secrets;
import io.slipway.server.sprint.SprintCalendars;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what takes a team live: its file and ledger, gates and their evidence, rehearsals, the switch. */
@Configuration(proxyBeanMethods = false)
class GoLiveConfiguration {
    @Bean
    RolloutLedger rolloutLedger(Store store, AuditLog audit) {
        return new RolloutLedger(store, audit);
    }

    @Bean
    Rollouts rollouts(Store store) {
        return new Rollouts(store);
    }

    @Bean
    RolloutFiles rolloutFiles(
            Store store,
            Rollouts rollouts,
            RolloutLedger ledger,
            Projects projects,
            ObjectProvider<Collector> collectors,
            DateAsked asked,
            List<Arrival> arrivals,
            List<FileChange> changes,
            Evidence evidence,
            Outbox outbox,
            Clock clock) {
        return new RolloutFiles(
                store,
                rollouts,
                ledger,
                projects,
                gate -> collectors.stream().anyMatch(each -> each.gate() == gate),
                asked,
                arrivals,
                changes,
                evidence,
                outbox,
                clock);
    }

    @Bean
    LiveBefore liveBefore(Projects projects, DeploymentLists deployments, SwitchBook book, Clock clock) {
        return new LiveBefore(projects, deployments, book, clock);
    }

    @Bean
    GateBook gateBook(Store store, RolloutLedger ledger) {
        return new GateBook(store, ledger);
    }

    /** Collectors know of rollouts, and are asked only when somebody looks. */
    @Bean
    Looks looks(Projects projects, ArtifactShelf artifacts, Targets targets, ObjectProvider<Collector> collectors) {
        return new Looks(projects, artifacts, targets, () -> collectors.stream().toList());
    }

    @Bean
    ReadinessDesk readinessDesk(Store store, GateBook book, Looks looks, Clock clock) {
        return new ReadinessDesk(store, book, looks, clock);
    }

    @Bean
    SwitchBook switchBook(Store store, RolloutLedger ledger) {
        return new SwitchBook(store, ledger);
    }

    @Bean
    DateLook dateLook(AgreedDate dates, SprintCalendars sprints, Clock clock) {
        return new DateLook(dates, sprints, clock);
    }

    @Bean
    ManualSteps manualSteps(Store store, RolloutLedger ledger) {
        return new ManualSteps(store, ledger);
    }

    @Bean
    ProvisionedLook provisionedLook(Projects projects, Targets targets, People people, ManualSteps manual) {
        return new ProvisionedLook(projects, targets, people, manual);
    }

    @Bean
    RehearsedObjects rehearsedObjects(DeploymentTable deployments, ArtifactShelf artifacts, Targets targets) {
        return new RehearsedObjects(deployments, artifacts, targets);
    }

    @Bean
    Traces rehearsalTraces(
            Store store, RolloutLedger ledger, People people, Targets targets, RehearsedObjects objects, Clock clock) {
        return new Traces(store, ledger, people, targets, objects, clock);
    }

    @Bean
    Rehearsals rehearsals(
            Store store,
            Projects projects,
            RolloutLedger ledger,
            SwitchBook book,
            ReadinessDesk readiness,
            Traces traces,
            Outbox outbox,
            Clock clock) {
        return new Rehearsals(store, projects, ledger, book, readiness, traces, outbox, clock);
    }

    @Bean
    RehearsedLook rehearsedLook(Rehearsals rehearsals, Clock clock) {
        return new RehearsedLook(rehearsals, clock);
    }

    @Bean
    PipelineGate livePipelines(Rollouts rollouts, SwitchBook book, Rehearsals rehearsals, Traces traces) {
        return new LivePipelines(rollouts, book, rehearsals, traces);
    }

    @Bean
    ConcernedPeople concernedPeople(Rollouts rollouts) {
        return new ConcernedPeople(rollouts);
    }

    @Bean
    GoLive goLive(
            Store store,
            Rollouts rollouts,
            Projects projects,
            SwitchBook book,
            ReadinessDesk readiness,
            Rehearsals rehearsals,
            AgreedDate dates,
            NearDates near,
            ObjectProvider<SupportRoutes> routes,
            DeploymentLists deployments,
            Outbox outbox,
            Clock clock) {
        List<SupportRoutes> all = routes.stream().toList();
        return new GoLive(
                store, rollouts, projects, book, readiness, rehearsals, dates, near, all, deployments, outbox, clock);
    }

    @Bean
    CleanupDesk cleanupDesk(
            Store store,
            Projects projects,
            ArtifactShelf artifacts,
            DeploymentTable deployments,
            Rehearsals rehearsals,
            SwitchBook switches,
            Traces traces,
            RehearsedObjects objects,
            RolloutLedger ledger,
            People people,
            Tokens tokens,
            EnvironmentStates states,
            Secrets secrets,
            Targets targets,
            ServerSettings settings,
            LabDesk labs,
            Clock clock) {
        return new CleanupDesk(
                store,
                projects,
                artifacts,
                rehearsals,
                switches,
                new Planning(projects, artifacts, deployments, traces, objects, targets),
                new CleanupBook(ledger, clock),
                new Backups(targets, secrets, settings.data().resolve("backups")),
                new Sweeper(traces, deployments, artifacts, people, tokens, states, labs),
                targets,
                settings.node(),
                clock);
    }

    @Bean
    CleanedLook cleanedLook(CleanupDesk desk) {
        return new CleanedLook(desk);
    }

    @Bean
    ReferenceDesk referenceDesk(
            Store store,
            Projects projects,
            ArtifactShelf artifacts,
            DeploymentLists deployments,
            RolloutLedger ledger,
            Targets targets) {
        return new ReferenceDesk(store, projects, artifacts, deployments, ledger, targets, Products.provisioned());
    }

    @Bean
    ReferenceLook referenceLook(ReferenceDesk desk) {
        return new ReferenceLook(desk);
    }

    @Bean
    HypercareDesk hypercareDesk(
            Store store,
            Projects projects,
            RolloutLedger ledger,
            SwitchBook switches,
            SprintCalendars sprints,
            ObjectProvider<Cases> cases,
            Outbox outbox,
            Clock clock) {
        return new HypercareDesk(
                store, projects, ledger, switches, sprints, cases.stream().toList(), outbox, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Sweeps switchSweeps(
            Store store, GoLive golive, HypercareDesk hypercare, Rollouts rollouts, ServerSettings settings) {
        return new Sweeps(
                store,
                "scheduled_switches",
                settings.node(),
                new Sweep("switch-sweep", Duration.ofSeconds(5), golive::sweep),
                new Sweep("hypercare-sweep", Duration.ofMinutes(15), () -> hypercare.sweep(rollouts)));
    }
}
