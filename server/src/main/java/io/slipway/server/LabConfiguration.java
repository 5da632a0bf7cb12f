package io.slipway.server;

import io.slipway.enablement.scenario.Scenarios;
import io.slipway.release.deploy.Targets;
import io.slipway.server.account.People;
import io.slipway.server.account.Tokens;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.lab.LabDesk;
import io.slipway.server.lab.LabJobs;
import io.slipway.server.lab.LabServer;
import io.slipway.server.lab.LabSettings;
import io.slipway.server.lab.LabTasks;
import io.slipway.server.lab.Labs;
import io.slipway.server.lab.LabsPassedLook;
import io.slipway.server.lab.OpenLabs;
import io.slipway.server.lab.SeatDesk;
import io.slipway.server.lab.SeatMaking;
import io.slipway.server.notification.AddressGuard;
import io.slipway.server.ownscripts.BroughtFiles;
import io.slipway.server.ownscripts.OwnScripts;
import io.slipway.server.ownscripts.OwnScriptsLook;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.secret.Secrets;
import io.slipway.server.training.TrainingBook;
import io.slipway.store.Store;
import java.time.Clock;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together the labs. */
@Configuration(proxyBeanMethods = false)
class LabConfiguration {
    @Bean
    LabSettings labSettings(ServerSettings settings) {
        return LabSettings.of(settings.data().resolve("labs"), settings.environment());
    }

    @Bean(destroyMethod = "close")
    LabServer labServer(LabSettings settings, Clock clock) {
        return new LabServer(settings, clock);
    }

    @Bean
    Scenarios scenarios() {
        return Scenarios.builtIn();
    }

    @Bean
    LabTasks labTasks(Scenarios scenarios) {
        return new LabTasks(scenarios);
    }

    @Bean
    Labs labs(
            Store store,
            LabSettings settings,
            LabServer server,
            LabTasks tasks,
            Projects projects,
            People people,
            Tokens tokens,
            Secrets secrets,
            ArtifactShelf shelf,
            Targets targets,
            Rollouts rollouts,
            TrainingBook book,
            AuditLog audit,
            ScheduledExecutorService ticker,
            Clock clock) {
        return new Labs(
                store, settings, server, tasks, projects, people, tokens, secrets, shelf, targets, rollouts, book,
                audit, ticker, clock);
    }

    @Bean
    LabDesk labDesk(Labs labs) {
        return labs.desk();
    }

    @Bean(destroyMethod = "close")
    SeatMaking seatMaking(Labs labs) {
        return labs.making();
    }

    @Bean
    SeatDesk seatDesk(Labs labs) {
        return labs.seats();
    }

    @Bean
    OpenLabs openLabs(Store store) {
        return new OpenLabs(store);
    }

    @Bean
    LabsPassedLook labsPassedLook(TrainingBook book, OpenLabs labs) {
        return new LabsPassedLook(book, labs);
    }

    @Bean(destroyMethod = "close")
    OwnScripts ownScripts(
            Store store,
            LabServer server,
            Labs labs,
            Rollouts rollouts,
            RolloutLedger ledger,
            AuditLog audit,
            LabSettings settings,
            Clock clock) {
        return new OwnScripts(
                store,
                server,
                labs.turns(),
                rollouts,
                ledger,
                audit,
                settings.folder().resolve("own-scripts"),
                clock);
    }

    @Bean
    OwnScriptsLook ownScriptsLook(OwnScripts scripts, Clock clock) {
        return new OwnScriptsLook(scripts, clock);
    }

    /** Repositories may be where notifications may go. */
    @Bean
    BroughtFiles broughtFiles(AddressGuard guard, LabSettings settings) {
        return new BroughtFiles(guard, settings.folder().resolve("repositories"));
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    LabJobs labJobs(Labs labs) {
        return labs.jobs();
    }
}
