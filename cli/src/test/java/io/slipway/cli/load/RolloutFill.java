package io.slipway.cli.load;

import io.slipway.release.progress.Progress;
import io.slipway.rollout.readiness.Gate;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.Projects;
import io.slipway.server.readiness.ReadinessDesk;
import io.slipway.server.rollout.RolloutFiles;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.server.support.CaseDesk;
import io.slipway.server.support.CaseWish;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Fills a server's data folder with rollouts and three years of their events, as far as it can by the server's own parts. */
final class RolloutFill {
    private static final Duration LASTING = Duration.ofDays(365L * RolloutSize.YEARS);
    private static final int TOGETHER = 20;
    /** Cases of each team that nobody has resolved. */
    private static final int OPEN = 5;

    private static final int SUBJECTS = 5_000;
    private final RolloutSize size;
    private final Path data;
    private final Path targets;
    private final Passing clock;
    private final String file;

    /** @param targets where the databases of the projects are; never in {@code data}, which is the server's own */
    RolloutFill(RolloutSize size, Path data, Path targets) throws IOException {
        this.size = size;
        this.data = data;
        this.targets = targets;
        this.clock = new Passing(Instant.now().minus(LASTING));
        try (var text = RolloutFill.class.getResourceAsStream("rollout.yaml")) {
            this.file = new String(java.util.Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Goes on by itself with each look, so that events of three years are three years apart. */
    private static final class Passing extends Clock {
        private volatile Instant now;

        Passing(Instant now) {
            this.now = now;
        }

        void to(Instant instant) {
            now = instant;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    void run() throws IOException, SQLException {
        Files.createDirectories(data);
        Files.createDirectories(targets);
        ServerSettings settings = new ServerSettings(
                "127.0.0.1",
                0,
                data,
                StoreSettings.embedded(data),
                "fill",
                Optional.empty(),
                1,
                ServerSettings.LARGEST_ARTIFACT,
                Map.of());
        Instant begin = clock.instant();
        try (SlipwayServer server = SlipwayServer.start(settings, clock, Progress.NONE)) {
            Caller caller = caller(server, "rita", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
            Caller lead = caller(server, "ada", Role.TEAM_LEAD);
            Store store = server.part(Store.class);
            for (int i = 0; i < size.teams(); i++) {
                ServedRollout rollout = register(server, caller, RolloutSize.team(i), begin);
                int number = i;
                // few transactions: durable commits are not what is measured
                store.run(handle -> happen(server, handle, rollout, begin, number));
                cases(server, rollout, caller, lead, begin);
            }
            clock.to(begin.plus(LASTING));
            store.run(handle -> others(server, handle));
            server.part(Rollouts.class)
                    .all()
                    .forEach(rollout -> server.part(ReadinessDesk.class).check("slipway", rollout));
            // what was told meanwhile has been told: the measurement is not of mail
            store.run(handle -> List.of("delivery", "outbox_event", "letter")
                    .forEach(table -> handle.execute("DELETE FROM " + table)));
        }
        try (Connection store =
                DriverManager.getConnection(StoreSettings.embedded(data).url())) {
            store.setAutoCommit(false);
            LoadPeople.fill(store, ConsoleLoad.USERS, begin.toEpochMilli());
            store.commit();
            store.setAutoCommit(true);
            try (Statement statement = store.createStatement()) {
                statement.execute("ANALYZE");
            }
        }
    }

    private static Caller caller(SlipwayServer server, String name, Role... roles) {
        List<Grant> grants = java.util.Arrays.stream(roles)
                .map(role -> new Grant(role, "", ""))
                .toList();
        Person person = server.part(People.class)
                .add("test", new People.NewPerson(name, name, Optional.empty(), Optional.empty()), grants);
        return new Caller(person, grants, Optional.empty());
    }

    private ServedRollout register(SlipwayServer server, Caller caller, String team, Instant begin) {
        String definition = "project: " + team + "\ndatabase: sqlite\nenvironments:\n";
        for (String environment : List.of("dev", "qa", "prod")) {
            definition +=
                    "  " + environment + ": { url: \"jdbc:sqlite:" + targets.resolve(environment + ".db") + "\" }\n";
        }
        server.part(Projects.class)
                .register(caller, "Project of " + team, definition + "pipelines:\n  main: [dev, qa, prod]\n", "");
        return server.part(RolloutFiles.class)
                .put(
                        caller,
                        team,
                        file.replace("TEAM", team)
                                .replace(
                                        "FIRST",
                                        LocalDate.ofInstant(begin, ZoneOffset.UTC)
                                                .toString()),
                        Optional.empty());
    }

    private void happen(SlipwayServer server, Handle handle, ServedRollout rollout, Instant begin, int number) {
        RolloutLedger ledger = server.part(RolloutLedger.class);
        for (int i = 0; i < size.looks(); i++) {
            clock.to(begin.plus(LASTING.multipliedBy(i).dividedBy(size.looks())));
            for (Gate gate : rollout.rollout().gates().all()) {
                ledger.append(
                        handle,
                        rollout,
                        Topic.EVIDENCE,
                        "slipway",
                        "evidence-collected",
                        gate.name(),
                        Map.of(
                                "asked", gate.asks().text(),
                                "query", gate.asks().text(),
                                "passed", "true",
                                "result", "as it should be",
                                "until", clock.instant().plus(gate.valid()).toString(),
                                "digest", "0".repeat(64)));
            }
        }
        dates(ledger, handle, rollout, begin, number);
        if (number % 2 == 0) {
            live(ledger, handle, rollout, begin);
        }
    }

    private void dates(RolloutLedger ledger, Handle handle, ServedRollout rollout, Instant begin, int number) {
        String day = "";
        for (int i = 0; i < size.votes(); i++) {
            clock.to(begin.plus(LASTING.multipliedBy(i).dividedBy(size.votes())));
            String sequence = Integer.toString(i / 4 + 1);
            day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)
                    .plusDays(60 + number % 30)
                    .toString();
            Map<String, String> date = Map.of("sequence", sequence, "date", day);
            if (i % 4 == 0) {
                ledger.append(
                        handle,
                        rollout,
                        Topic.DATES,
                        "rita",
                        i == 0 ? "date-proposed" : "date-moved",
                        rollout.team(),
                        date);
            } else {
                ledger.append(
                        handle,
                        rollout,
                        Topic.DATES,
                        "ada",
                        "date-voted",
                        rollout.team(),
                        Map.of("sequence", sequence, "date", day, "answer", "yes"));
            }
        }
        handle.createUpdate("INSERT INTO rollout_date (team, day, sequence, agreed, revision)"
                        + " VALUES (:team, :day, 1, :agreed, 1)")
                .bind("team", rollout.team())
                .bind("day", day)
                .bind("agreed", number % 2 == 0)
                .execute();
    }

    /** A few at a time, for the server's own jobs want to write too. */
    private void cases(SlipwayServer server, ServedRollout rollout, Caller caller, Caller lead, Instant begin) {
        CaseDesk desk = server.part(CaseDesk.class);
        for (int first = 0; first < size.cases(); first += TOGETHER) {
            int from = first;
            server.part(Store.class).run(handle -> {
                for (int i = from; i < Math.min(from + TOGETHER, size.cases()); i++) {
                    one(desk, rollout, caller, lead, begin, i);
                }
            });
        }
    }

    /** Opened, and resolved by the next minute; the newest of each team are still open. */
    private void one(CaseDesk desk, ServedRollout rollout, Caller caller, Caller lead, Instant begin, int number) {
        clock.to(begin.plus(LASTING.multipliedBy(number).dividedBy(size.cases())));
        Case opened = desk.open(
                caller,
                rollout.project(),
                "Case " + number + " of " + rollout.team(),
                "A deployment needs somebody to look at it.",
                Case.Source.PAGE);
        clock.to(clock.instant().plusSeconds(60));
        if (number < size.cases() - OPEN) {
            desk.act(lead, rollout.project(), opened.number(), wish(CaseEvent.Kind.ACKNOWLEDGED, "", ""));
            desk.act(
                    lead,
                    rollout.project(),
                    opened.number(),
                    wish(CaseEvent.Kind.RESOLVED, "It was looked at.", "cause " + number % 20));
        }
    }

    private static CaseWish wish(CaseEvent.Kind kind, String text, String cause) {
        return new CaseWish(kind, text, "", "", Optional.empty(), cause, "");
    }

    private void live(RolloutLedger ledger, Handle handle, ServedRollout rollout, Instant begin) {
        clock.to(begin.plus(LASTING.dividedBy(4)));
        String day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        ledger.append(handle, rollout, Topic.SWITCH, "slipway", "go-live-opened", day, Map.of());
        ledger.append(handle, rollout, Topic.SWITCH, "slipway", "go-live-proved", "1.0.0", Map.of("environment", "qa"));
        handle.createUpdate("INSERT INTO rollout_switch (team, state, day, changed_at)"
                        + " VALUES (:team, 'live', :day, :at)")
                .bind("team", rollout.team())
                .bind("day", day)
                .bind("at", clock.millis())
                .execute();
    }

    /** Sign-ins and the like, until the log is as long as it shall be. */
    private void others(SlipwayServer server, Handle handle) {
        AuditLog audit = server.part(AuditLog.class);
        long there = audit.anchor().sequence();
        for (long i = there; i < size.audit(); i++) {
            audit.append(handle, "user" + i % ConsoleLoad.USERS, "signed-in", "", "user" + i % SUBJECTS, Map.of());
        }
    }
}
