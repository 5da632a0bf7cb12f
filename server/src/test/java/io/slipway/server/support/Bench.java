package io.slipway.server.support;

import io.slipway.release.progress.Progress;
import io.slipway.release.target.Secret;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.notification.AddressGuard;
import io.slipway.server.notification.Letters;
import io.slipway.server.notification.MailServers;
import io.slipway.server.notification.Outbox;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.RolloutFiles;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.secret.SealingKeys;
import io.slipway.server.secret.Secrets;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** All of support on a real store, without the rest of the server. */
final class Bench implements AutoCloseable {
    /** Of every project. */
    static final Map<String, String> SECRETS = Map.of(
            "JIRA_TOKEN", "s3cret",
            "JIRA_HOOK", "only the tracker knows",
            "SERVICENOW_TOKEN", "s3cret",
            "SERVICENOW_HOOK", "only the tracker knows");

    static final Duration ANSWER = Duration.ofSeconds(1);
    private final ScheduledExecutorService ticker;
    private final TrackerHttp http;
    final Store store;
    final Rollouts rollouts;
    final RolloutFiles files;
    final RemoteCases remotes;
    final CaseTable table;
    final MailServers mailServers;
    final SupportDesk desk;
    final AuditLog audit;
    final Time time;

    /** A clock that stands where a test puts it. */
    static final class Time extends Clock {
        private volatile Instant now;

        Time(Instant now) {
            this.now = now;
        }

        void move(Duration further) {
            now = now.plus(further);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            InstantSource here = this::instant;
            return here.withZone(zone);
        }
    }

    private Bench(Store store, Path data, Time time, Optional<LocalDate> live, ScheduledExecutorService ticker) {
        this.store = store;
        this.ticker = ticker;
        this.time = time;
        this.audit = new AuditLog(store, time);
        RolloutLedger ledger = new RolloutLedger(store, audit);
        this.rollouts = new Rollouts(store);
        this.files = new RolloutFiles(
                store,
                rollouts,
                ledger,
                new Projects(
                        store,
                        audit,
                        new People(store, audit, new BCryptPasswordEncoder(), time),
                        data.resolve("projects"),
                        time),
                gate -> false,
                (handle, rollout) -> false,
                List.of(),
                List.of(),
                (handle, rollout, actor, gates, why) -> {},
                new Outbox(store, time),
                time);
        this.remotes = new RemoteCases(store, time);
        this.table = new CaseTable(store);
        this.http = new TrackerHttp(new AddressGuard(List.of("127.0.0.1"), true), ticker, ANSWER);
        Trackers trackers = new Trackers(
                http, (project, name) -> Optional.ofNullable(SECRETS.get(name)).map(Secret::of), data, Map.of());
        this.mailServers = new MailServers(
                store, new Secrets(store, new SealingKeys(data, Optional.empty()), audit, time), audit, time);
        this.desk = new SupportDesk(
                store,
                rollouts,
                ledger,
                new CaseNews(new Outbox(store, time), rollouts),
                table,
                remotes,
                new DeploymentTable(store),
                trackers,
                rollout -> live,
                new TeamQuestion(new Letters(store, new Outbox(store, time), time), mailServers),
                Optional.of(URI.create("https://slipway.example.org")),
                time);
    }

    static Bench open(Path data, StoreSettings settings, Map<String, String> environment, Instant now) {
        return open(data, settings, environment, now, Optional.empty());
    }

    static Bench open(
            Path data, StoreSettings settings, Map<String, String> environment, Instant now, Optional<LocalDate> live) {
        return open(data, settings, environment, now, live, Executors.newScheduledThreadPool(1));
    }

    /** @param ticker that the calls to trackers are timed with */
    static Bench open(
            Path data,
            StoreSettings settings,
            Map<String, String> environment,
            Instant now,
            Optional<LocalDate> live,
            ScheduledExecutorService ticker) {
        Time time = new Time(now);
        return new Bench(Store.open(settings, time, environment, Progress.NONE), data, time, live, ticker);
    }

    /** @param more lines of the file's section {@code support} */
    void rollout(String team, String more) {
        store.run(handle -> handle.createUpdate("INSERT INTO project (name, title, definition, trusted_keys, revision,"
                        + " changed_by, changed_at) VALUES (:name, :name, :definition, '', 1, 'rita', 0)")
                .bind("name", team)
                .bind(
                        "definition",
                        "project: " + team
                                + "\ndatabase: sqlite\nenvironments:\n  dev: { url: \"jdbc:sqlite:dev.db\" }\n")
                .execute());
        files.put(caller("rita"), team, file(team, more), Optional.empty());
    }

    static Caller caller(String name) {
        return new Caller(
                new Person(name, name, name, Optional.empty(), true),
                List.of(new Grant(name.equals("rita") ? Role.RELEASE_MANAGER : Role.VIEWER, "", "")),
                Optional.empty());
    }

    static String trackers(TrackerStand stand, String kind) {
        return "  trackers:\n    - { name: " + kind + ", kind: " + kind + ", url: \"" + stand.url() + "\", "
                + (kind.equals("jira") ? "project: PAY, " : "")
                + "user: bot@example.org, secret: \"${secret:" + kind.toUpperCase(Locale.ROOT)
                + "_TOKEN}\", hook: \"${secret:" + kind.toUpperCase(Locale.ROOT) + "_HOOK}\" }\n";
    }

    static String file(String team, String more) {
        return """
                team: %s
                project: %s
                zone: Europe/Berlin
                people:
                  ada: { name: Ada Byron, email: ada@example.org, duties: [team-lead] }
                  ben: { name: Ben Hall, email: ben@example.org, duties: [developer] }
                  dora: { name: Dora Berg, email: dora@example.org, duties: [dba] }
                  rita: { name: Rita Lund, email: rita@example.org, duties: [rollout-manager] }
                  vera: { name: Vera Moss, email: vera@example.com, duties: [vendor] }
                manager: rita
                stakeholders: [ada]
                sprints: { first: 2026-10-05, days: 14, count: 12 }
                support:
                  hours: { days: [mon, tue, wed, thu, fri], from: "08:00", until: "18:00" }
                  tiers:
                    L1: { members: [ada], acknowledge: 1h, resolve: 8h }
                    L2: { members: [dora], acknowledge: 2h, resolve: 16h }
                    L3: { members: [vera], acknowledge: 4h, resolve: 40h }
                  meetings: { at: "09:30", minutes: 15, daily-sprints: 2, weekly: tue, link: "https://meet.example.org/x" }
                """.formatted(team, team) + more;
    }

    @Override
    public void close() {
        try {
            http.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            ticker.shutdownNow();
            store.close();
        }
    }
}
