package io.slipway.server;

import io.slipway.database.Products;
import io.slipway.release.deploy.Targets;
import io.slipway.server.account.BoundedPasswords;
import io.slipway.server.account.People;
import io.slipway.server.account.Sessions;
import io.slipway.server.account.SetUp;
import io.slipway.server.account.SignIn;
import io.slipway.server.account.Tokens;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.Scripts;
import io.slipway.server.artifact.ShownArtifacts;
import io.slipway.server.audit.AuditAnchors;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.audit.AuditVerification;
import io.slipway.server.calendar.Calendar;
import io.slipway.server.calendar.Freezes;
import io.slipway.server.calendar.Windows;
import io.slipway.server.deployment.ApprovalPolicies;
import io.slipway.server.deployment.DeploymentDesk;
import io.slipway.server.deployment.DeploymentEvents;
import io.slipway.server.deployment.DeploymentJobs;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.deployment.DeploymentRun;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.EmergencyReviews;
import io.slipway.server.deployment.Estimates;
import io.slipway.server.deployment.Forecasts;
import io.slipway.server.deployment.PipelineGate;
import io.slipway.server.deployment.StartTimes;
import io.slipway.server.environment.EnvironmentDesk;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.environment.TargetDesk;
import io.slipway.server.notification.Outbox;
import io.slipway.server.operation.Metrics;
import io.slipway.server.operation.ObservedRun;
import io.slipway.server.operation.Readiness;
import io.slipway.server.operation.Traces;
import io.slipway.server.project.Projects;
import io.slipway.server.reach.Reaches;
import io.slipway.server.reach.RunnerTasks;
import io.slipway.server.reach.Runners;
import io.slipway.server.request.Answers;
import io.slipway.server.secret.SealingKeys;
import io.slipway.server.secret.Secrets;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Puts the server together. Settings, store and clock come from outside. */
@Configuration(proxyBeanMethods = false)
// People are a table of ours: no generated user.
@EnableAutoConfiguration(exclude = UserDetailsServiceAutoConfiguration.class)
@Import({
    RequestConfiguration.class,
    NotificationConfiguration.class,
    SupportConfiguration.class,
    DatesConfiguration.class,
    GoLiveConfiguration.class,
    TrainingConfiguration.class,
    LabConfiguration.class,
    ScenarioConfiguration.class
})
@ComponentScan(basePackages = {"io.slipway.server.api", "io.slipway.server.console", "io.slipway.server.error"})
class ServerConfiguration {
    private static final int PASSWORDS_AT_ONCE = 4;
    private static final int LOOKOUTS = 16;

    @Bean
    AuditLog auditLog(Store store, Clock clock) {
        return new AuditLog(store, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    AuditAnchors auditAnchors(AuditLog audit, ScheduledExecutorService ticker, Clock clock) {
        return new AuditAnchors(audit, ticker, clock);
    }

    @Bean
    AuditVerification auditVerification(AuditLog audit, @Qualifier("lookouts") ExecutorService lookouts, Clock clock) {
        return new AuditVerification(audit, lookouts, clock);
    }

    @Bean
    PasswordEncoder passwordEncoder() {
        return new BoundedPasswords(
                Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8(), PASSWORDS_AT_ONCE, Duration.ofSeconds(10));
    }

    @Bean
    People people(Store store, AuditLog audit, PasswordEncoder passwords, Clock clock) {
        return new People(store, audit, passwords, clock);
    }

    @Bean
    Sessions sessions(Store store, Clock clock) {
        return new Sessions(store, clock);
    }

    @Bean
    Tokens tokens(Store store, AuditLog audit, Clock clock) {
        return new Tokens(store, audit, clock);
    }

    @Bean
    SetUp setUp(Store store, People people, Clock clock) {
        return new SetUp(store, people, clock);
    }

    @Bean
    SignIn signIn(Store store, People people, Sessions sessions, AuditLog audit, Clock clock) {
        return new SignIn(store, people, sessions, audit, clock);
    }

    @Bean
    Targets targets(Reaches reaches) {
        return reaches.targets();
    }

    @Bean
    Runners runners(Store store, Projects projects, AuditLog audit, Clock clock) {
        return new Runners(store, projects, audit, clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    RunnerTasks runnerTasks(Store store, Runners runners, ScheduledExecutorService ticker, Clock clock) {
        return new RunnerTasks(store, runners, ticker, clock);
    }

    /** Runners wait for work in open requests: they are let go before the server waits for its requests to end. */
    @Bean
    ApplicationListener<ContextClosedEvent> runnersAreLetGo(RunnerTasks tasks) {
        return event -> tasks.close();
    }

    @Bean
    Reaches reaches(
            Secrets secrets,
            Runners runners,
            RunnerTasks tasks,
            Projects projects,
            ArtifactShelf artifacts,
            ServerSettings settings,
            Clock clock) {
        return new Reaches(
                new Targets(Products.onServer(clock).list(), settings.environment(), Optional.of(secrets)),
                runners,
                tasks,
                projects,
                artifacts,
                settings.node(),
                clock);
    }

    @Bean
    Secrets secrets(Store store, AuditLog audit, ServerSettings settings, Clock clock) {
        SealingKeys keys = new SealingKeys(
                settings.data(),
                settings.guard()
                        .secretKey()
                        .map(reference -> () -> reference.resolve(settings.data(), settings.environment())));
        return new Secrets(store, keys, audit, clock);
    }

    @Bean
    Projects projects(Store store, AuditLog audit, People people, ServerSettings settings, Clock clock) {
        return new Projects(store, audit, people, settings.data().resolve("projects"), clock);
    }

    @Bean
    ArtifactShelf artifactShelf(Store store, AuditLog audit, ServerSettings settings, Clock clock) {
        return new ArtifactShelf(store, audit, settings.data().resolve("artifacts"), settings.largestArtifact(), clock);
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    ShownArtifacts shownArtifacts(Store store, ArtifactShelf artifacts, Projects projects) {
        return new ShownArtifacts(store, artifacts, projects);
    }

    @Bean
    Scripts scripts(Store store) {
        return new Scripts(store);
    }

    @Bean
    EnvironmentStates environmentStates(Store store, ArtifactShelf artifacts, Targets targets, Clock clock) {
        return new EnvironmentStates(store, artifacts, targets, clock);
    }

    @Bean
    TargetDesk targetDesk(
            Targets targets, EnvironmentStates states, @Qualifier("lookouts") ExecutorService lookouts, Clock clock) {
        return new TargetDesk(targets, states, lookouts, clock);
    }

    /** For asking targets beside the pages that show them: those that hang take a thread each until they give up. */
    @Bean(destroyMethod = "shutdownNow")
    ExecutorService lookouts() {
        return Executors.newFixedThreadPool(LOOKOUTS, task -> {
            Thread thread = new Thread(task, "slipway-lookout");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    DeploymentTable deploymentTable(Store store) {
        return new DeploymentTable(store);
    }

    @Bean
    DeploymentLists deploymentLists(Store store) {
        return new DeploymentLists(store);
    }

    @Bean
    DeploymentEvents deploymentEvents(Store store, Outbox outbox, Clock clock) {
        return new DeploymentEvents(store, outbox, clock);
    }

    @Bean
    ApprovalPolicies approvalPolicies(Store store, People people, AuditLog audit, Clock clock) {
        return new ApprovalPolicies(store, people, audit, clock);
    }

    @Bean
    Windows windows(Store store, AuditLog audit, Clock clock) {
        return new Windows(store, audit, clock);
    }

    @Bean
    Freezes freezes(Store store, AuditLog audit, Clock clock) {
        return new Freezes(store, audit, clock);
    }

    @Bean
    Calendar calendar(Store store, Clock clock) {
        return new Calendar(store, clock);
    }

    @Bean
    StartTimes startTimes(Store store, Calendar calendar, DeploymentEvents events, AuditLog audit, Clock clock) {
        return new StartTimes(store, calendar, events, audit, clock);
    }

    @Bean
    Estimates estimates(Store store) {
        return new Estimates(store);
    }

    @Bean
    Forecasts forecasts(ArtifactShelf artifacts, Targets targets, Clock clock) {
        return new Forecasts(artifacts, targets, clock);
    }

    @Bean
    EnvironmentDesk environmentDesk(
            Store store,
            ArtifactShelf artifacts,
            EnvironmentStates states,
            Reaches reaches,
            AuditLog audit,
            ServerSettings settings) {
        return new EnvironmentDesk(store, artifacts, states, reaches, audit, settings.node());
    }

    @Bean(destroyMethod = "shutdownNow")
    ScheduledExecutorService ticker() {
        return Executors.newScheduledThreadPool(2, task -> {
            Thread thread = new Thread(task, "slipway-ticker");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Bean
    DeploymentRun deploymentRun(
            Store store,
            DeploymentTable table,
            DeploymentEvents events,
            Projects projects,
            ArtifactShelf artifacts,
            Forecasts forecasts,
            EnvironmentStates states,
            Reaches reaches,
            StartTimes times,
            PipelineGate gate,
            ApprovalPolicies policies,
            AuditLog audit,
            ServerSettings settings,
            ScheduledExecutorService ticker,
            Traces traces,
            Clock clock) {
        return new DeploymentRun(
                store,
                table,
                events,
                projects,
                artifacts,
                forecasts,
                states,
                reaches,
                times,
                gate,
                policies,
                audit,
                settings.node(),
                ticker,
                traces::progress,
                clock);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    DeploymentJobs deploymentJobs(
            Store store,
            DeploymentTable table,
            StartTimes times,
            DeploymentRun run,
            ObservedRun observed,
            Traces traces,
            ServerSettings settings,
            Clock clock) {
        return new DeploymentJobs(
                store, table, times, run, observed, traces::current, settings.node(), settings.threads(), clock);
    }

    @Bean
    ObservedRun observedRun(DeploymentRun run, DeploymentTable table, Metrics metrics, Traces traces, Clock clock) {
        return new ObservedRun(run, table, metrics, traces, clock);
    }

    @Bean
    Traces traces(ServerSettings settings) {
        return Traces.to(settings.operations().traces(), settings.node());
    }

    @Bean
    Metrics metrics(Store store, Clock clock) {
        return new Metrics(store, clock);
    }

    @Bean
    Readiness readiness(Store store, DeploymentJobs jobs) {
        return new Readiness(store, jobs);
    }

    @Bean
    DeploymentDesk deploymentDesk(
            Store store,
            DeploymentTable table,
            DeploymentEvents events,
            ApprovalPolicies policies,
            Forecasts forecasts,
            StartTimes times,
            Estimates estimates,
            AuditLog audit,
            DeploymentJobs queue,
            PipelineGate gate,
            Clock clock) {
        return new DeploymentDesk(
                store, table, events, policies, forecasts, times, estimates, audit, queue, gate, clock);
    }

    @Bean
    EmergencyReviews emergencyReviews(Store store, DeploymentLists lists, AuditLog audit, Clock clock) {
        return new EmergencyReviews(store, lists, audit, clock);
    }

    @Bean
    Answers answers(Store store, ScheduledExecutorService ticker, Clock clock) {
        return new Answers(store, ticker, clock);
    }
}
