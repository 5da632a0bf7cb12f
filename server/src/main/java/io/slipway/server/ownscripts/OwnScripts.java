package io.slipway.server.ownscripts;

import io.slipway.database.postgresql.SeatServer;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import io.slipway.server.access.Caller;
import io.slipway.server.account.RandomText;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.lab.LabServer;
import io.slipway.server.lab.SeatTurns;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Tries scripts that people bring, and keeps what was seen of them. */
public final class OwnScripts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OwnScripts.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_TITLE = 100;
    private static final int LONGEST_REASON = 500;
    /** What takes longer died with its server. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final int MOST_AT_ONCE = 3;
    private static final String STOPPED = "The server was stopped while they were tried: bring them again.";
    private static final String ROLE = "slipway_seat_own";
    private final Store store;
    private final LabServer server;
    private final SeatTurns turns;
    private final Rollouts rollouts;
    private final RolloutLedger ledger;
    private final AuditLog audit;
    private final Path folder;
    private final Clock clock;
    /** What is to be said of those that are tried, should the server stop. */
    private final Map<Long, UnderWay> underWay = new ConcurrentHashMap<>();

    private record UnderWay(String by, Runnable stopped) {}

    private final ExecutorService tries = Executors.newFixedThreadPool(2, task -> {
        Thread thread = new Thread(task, "slipway-own-scripts");
        thread.setDaemon(true);
        return thread;
    });

    /** @param folder where scripts lie while they are tried */
    public OwnScripts(
            Store store,
            LabServer server,
            SeatTurns turns,
            Rollouts rollouts,
            RolloutLedger ledger,
            AuditLog audit,
            Path folder,
            Clock clock) {
        this.store = store;
        this.server = server;
        this.turns = turns;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.audit = audit;
        this.folder = folder;
        this.clock = clock;
        if (store.sqlite()) {
            // no other server has this store: what was under way died with the one before
            store.run(handle -> handle.createUpdate(
                            "UPDATE own_scripts SET report = :report, ended_at = :now WHERE report = ''")
                    .bind("report", JSON.writeValueAsString(Report.failed(STOPPED)))
                    .bind("now", clock.millis())
                    .execute());
        }
    }

    /**
     * Scripts that were brought.
     *
     * @param by account of who brought them
     * @param report empty while they are tried
     * @param withdrawn empty while they are to be part of the application
     */
    public record Tried(
            long number,
            String project,
            String title,
            String by,
            Instant at,
            Optional<Report> report,
            Optional<WithdrawnScripts> withdrawn) {}

    /**
     * That scripts are to be no part of the application any more.
     *
     * @param by account of who says so
     */
    public record WithdrawnScripts(String by, Instant at, String reason) {}

    /**
     * Takes scripts, and begins to try them.
     *
     * @throws SlipwayException {@code request-invalid}, {@code lab-unavailable}, {@code lab-busy}
     */
    public Tried bring(Caller caller, String project, String title, Brought brought) {
        if (title.isBlank() || title.length() > LONGEST_TITLE) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "Scripts have a title of up to " + LONGEST_TITLE + " characters.",
                    "Such as the application's name.");
        }
        refuseMany(caller);
        server.get();
        long number = store.write(handle -> {
            long next = Store.next(handle, "own-scripts");
            keep(handle, caller, project, next, title.strip(), clock.instant());
            keep(handle, next, brought);
            return next;
        });
        underWay.put(
                number,
                new UnderWay(caller.name(), () -> keep(caller.name(), project, number, Report.failed(STOPPED))));
        tries.execute(() -> finish(caller.name(), project, number, brought));
        return one(project, number);
    }

    /** Two are tried at a time: nobody is to wait behind a hundred of somebody else's. */
    private void refuseMany(Caller caller) {
        long own = underWay.values().stream()
                .filter(each -> each.by().equals(caller.name()))
                .count();
        if (own >= MOST_AT_ONCE) {
            throw SlipwayException.of(
                    ErrorCode.LAB_BUSY,
                    MOST_AT_ONCE + " of what you brought are being tried.",
                    "Wait for their reports, or bring several scripts at once.");
        }
    }

    private void finish(String by, String project, long number, Brought brought) {
        Report report;
        try {
            report = tried(number, brought);
        } catch (SlipwayException e) {
            LOG.warn("own scripts {} could not be tried", number, e);
            report = Report.failed(e.getMessage());
        } catch (RuntimeException | Error e) {
            // whoever waits for the report must get one, of a want of memory too
            LOG.warn("own scripts {} could not be tried", number, e);
            report = Report.failed("They could not be tried: a defect.");
        }
        keep(by, project, number, tries.isShutdown() ? Report.failed(STOPPED) : report);
    }

    private void keep(String by, String project, long number, Report seen) {
        if (underWay.remove(number) == null) {
            return; // the server stops, and said so
        }
        store.run(handle -> {
            handle.createUpdate("UPDATE own_scripts SET report = :report, ended_at = :now WHERE number = :number")
                    .bind("report", JSON.writeValueAsString(seen))
                    .bind("now", clock.millis())
                    .bind("number", number)
                    .execute();
            Map<String, String> detail = Map.of(
                    "scripts", Integer.toString(seen.scripts().size()),
                    "mend", Integer.toString(seen.mend().size()));
            tell(handle, by, project, number, "own-scripts-tried", detail);
        });
    }

    private Report tried(long number, Brought brought) {
        SeatServer databases = server.get();
        String role = ROLE + number;
        Path place = folder.resolve(Long.toString(number));
        Secret password = Secret.of(RandomText.next());
        databases.makeRole(role, password);
        try {
            ScriptsFolder.write(place, brought.files());
            return new Trial(databases, turns, role, password, place, brought.leftOut(), clock).run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            databases.stop(role);
            databases.databases(role + "_").forEach(databases::dropDatabase);
            databases.dropRole(role);
            ScriptsFolder.delete(place);
        }
    }

    private static void keep(Handle handle, Caller caller, String project, long number, String title, Instant now) {
        handle.createUpdate("INSERT INTO own_scripts (number, project, title, person, at, report)"
                        + " VALUES (:number, :project, :title, :person, :at, '')")
                .bind("number", number)
                .bind("project", project)
                .bind("title", title)
                .bind("person", caller.person().id())
                .bind("at", now.toEpochMilli())
                .execute();
    }

    private static void keep(Handle handle, long number, Brought brought) {
        brought.files()
                .forEach((path, text) -> handle.createUpdate(
                                "INSERT INTO own_script_file (number, path, text) VALUES (:number, :path, :text)")
                        .bind("number", number)
                        .bind("path", path)
                        .bind("text", text)
                        .execute());
    }

    /** The evidence for a go-live, where the project has one before it. */
    private void tell(Handle handle, String by, String project, long number, String event, Map<String, String> detail) {
        rollouts.find(project)
                .ifPresentOrElse(
                        served ->
                                ledger.append(handle, served, Topic.TRAINING, by, event, Long.toString(number), detail),
                        () -> audit.append(handle, by, event, project, Long.toString(number), detail));
    }

    /**
     * Withdraws what was brought: its report stays, and counts no longer. A second time changes nothing.
     *
     * @throws SlipwayException {@code not-found}, {@code request-invalid}
     */
    public Tried withdraw(Caller caller, String project, long number, String reason) {
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "Scripts are withdrawn with a reason, of at most " + LONGEST_REASON + " characters.",
                    "Such as what takes their place.");
        }
        one(project, number);
        store.run(handle -> {
            int added = handle.createUpdate("INSERT INTO own_scripts_withdrawn (number, person, at, reason)"
                            + " VALUES (:number, :person, :now, :reason) ON CONFLICT DO NOTHING")
                    .bind("number", number)
                    .bind("person", caller.person().id())
                    .bind("now", clock.millis())
                    .bind("reason", reason.strip())
                    .execute();
            if (added > 0) {
                tell(handle, caller.name(), project, number, "own-scripts-withdrawn", Map.of("reason", reason.strip()));
            }
        });
        return one(project, number);
    }

    /** Of one project, the newest first: at most 100. */
    public List<Tried> of(String project) {
        return of(project, 100);
    }

    private List<Tried> of(String project, int most) {
        return store.read(handle -> handle.createQuery(
                        "SELECT o.*, p.name AS by_name, w.at AS withdrawn_at,"
                                + " w.reason, q.name AS withdrawn_by FROM own_scripts o JOIN person p ON p.id = o.person"
                                + " LEFT JOIN own_scripts_withdrawn w ON w.number = o.number"
                                + " LEFT JOIN person q ON q.id = w.person WHERE o.project = :project ORDER BY o.number DESC LIMIT :most")
                .bind("project", project)
                .bind("most", most)
                .map((row, context) -> new Tried(
                        row.getLong("number"),
                        row.getString("project"),
                        row.getString("title"),
                        row.getString("by_name"),
                        Instant.ofEpochMilli(row.getLong("at")),
                        report(row.getString("report"), Instant.ofEpochMilli(row.getLong("at"))),
                        withdrawal(row)))
                .list());
    }

    private static Optional<WithdrawnScripts> withdrawal(ResultSet row) throws SQLException {
        String by = row.getString("withdrawn_by");
        return by == null
                ? Optional.empty()
                : Optional.of(new WithdrawnScripts(
                        by, Instant.ofEpochMilli(row.getLong("withdrawn_at")), row.getString("reason")));
    }

    /** All of one project that count, with what was brought, the newest first. */
    List<LastReports.Brought> brought(String project) {
        Map<Long, Set<String>> paths = store.read(handle -> handle.createQuery(
                        "SELECT f.number, f.path FROM own_script_file f JOIN own_scripts o ON o.number = f.number"
                                + " WHERE o.project = :project")
                .bind("project", project)
                .reduceRows(new HashMap<Long, Set<String>>(), (all, row) -> {
                    all.computeIfAbsent(row.getColumn("number", Long.class), number -> new HashSet<>())
                            .add(row.getColumn("path", String.class));
                    return all;
                }));
        return of(project, Integer.MAX_VALUE).stream()
                .filter(tried -> tried.withdrawn().isEmpty())
                .map(tried -> new LastReports.Brought(tried, paths.getOrDefault(tried.number(), Set.of())))
                .toList();
    }

    private Optional<Report> report(String json, Instant at) {
        if (!json.isEmpty()) {
            return Optional.of(JSON.readValue(json, Report.class));
        }
        return at.plus(ABANDONED).isAfter(clock.instant()) ? Optional.empty() : Optional.of(Report.failed(STOPPED));
    }

    /** @throws SlipwayException {@code not-found} */
    public Tried one(String project, long number) {
        return of(project).stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow(() ->
                        SlipwayException.of(ErrorCode.NOT_FOUND, "The project has no own scripts " + number + ".", ""));
    }

    /** What was brought, in Slipway's folders: path below the scripts folder → text. */
    public Map<String, String> files(Tried tried) {
        return store.read(handle -> handle.createQuery(
                        "SELECT path, text FROM own_script_file WHERE number = :number ORDER BY path")
                .bind("number", tried.number())
                .reduceRows(new java.util.TreeMap<String, String>(), (all, row) -> {
                    all.put(row.getColumn("path", String.class), row.getColumn("text", String.class));
                    return all;
                }));
    }

    @Override
    public void close() {
        tries.shutdownNow();
        underWay.values().forEach(each -> each.stopped().run());
    }
}
