package io.slipway.server.golive;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.rehearsal.Course;
import io.slipway.rollout.rehearsal.Stage;
import io.slipway.server.access.Caller;
import io.slipway.server.notification.About;
import io.slipway.server.notification.Outbox;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.readiness.ReadinessDesk;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Complete dry runs of a go-live. While one is open, what the project hands in and deploys is part of it: everything
 * made is tagged, with the event that tells of it, so that the clean-up knows it from what nobody rehearsed.
 */
public final class Rehearsals {
    private final Store store;
    private final Projects projects;
    private final RolloutLedger ledger;
    private final SwitchBook book;
    private final ReadinessDesk readiness;
    private final Traces traces;
    private final Outbox outbox;
    private final Clock clock;

    public Rehearsals(
            Store store,
            Projects projects,
            RolloutLedger ledger,
            SwitchBook book,
            ReadinessDesk readiness,
            Traces traces,
            Outbox outbox,
            Clock clock) {
        this.store = store;
        this.projects = projects;
        this.ledger = ledger;
        this.book = book;
        this.readiness = readiness;
        this.traces = traces;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * One rehearsal.
     *
     * @param missing what it did not go through; empty while it is open, and when it went to its end
     * @param took how long each step took
     */
    public record Rehearsal(
            long number,
            String by,
            Instant begun,
            Optional<Instant> ended,
            long firstEvent,
            long lastEvent,
            List<Stage> missing,
            Map<Stage, Duration> took) {

        public boolean complete() {
            return ended.isPresent() && missing.isEmpty();
        }
    }

    /** Newest first. */
    public List<Rehearsal> of(ServedRollout rollout) {
        return store.read(handle -> of(handle, rollout.team()));
    }

    private static List<Rehearsal> of(Handle handle, String team) {
        return handle.createQuery("SELECT * FROM rollout_rehearsal WHERE team = :team ORDER BY number DESC")
                .bind("team", team)
                .map((row, context) -> rehearsal(row))
                .list();
    }

    public Optional<Rehearsal> open(ServedRollout rollout) {
        return of(rollout).stream().filter(each -> each.ended().isEmpty()).findFirst();
    }

    /** How long each step takes: as it was measured last, else as it is guessed. */
    public Map<Stage, Duration> timings(ServedRollout rollout) {
        Map<Stage, Duration> timings = new EnumMap<>(Stage.class);
        for (Stage stage : Stage.values()) {
            timings.put(stage, stage.estimate());
        }
        of(rollout).stream().filter(Rehearsal::complete).findFirst().ifPresent(last -> timings.putAll(last.took()));
        return timings;
    }

    /**
     * Begins one: remembers every schema as it is, looks at all gates, and tells everybody that it is a rehearsal.
     *
     * @throws SlipwayException {@code deployment-state} when one is open or the team is live; what opening an environment
     *     throws
     */
    public Rehearsal begin(Caller caller, ServedRollout rollout) {
        requireNotLive(rollout);
        ServedProject project = projects.named(rollout.project());
        List<String> environments = Production.others(project, rollout);
        if (environments.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.DEPLOYMENT_STATE,
                    "Every environment of '" + rollout.project() + "' is production: there is nowhere to rehearse.",
                    "The rollout file names production under 'cleanup'.");
        }
        List<Traces.Snapshot> before =
                environments.stream().map(name -> traces.look(project, name)).toList();
        requireNoneIsProduction(before, traces.identities(project, Production.of(project, rollout)));
        Instant now = Instant.ofEpochMilli(clock.millis());
        long number = store.write(handle -> {
            SwitchBook.lock(handle, rollout.team());
            List<Rehearsal> earlier = of(handle, rollout.team());
            if (earlier.stream().anyMatch(each -> each.ended().isEmpty())) {
                throw SlipwayException.of(
                        ErrorCode.DEPLOYMENT_STATE, "A rehearsal of this team is open already.", "End that first.");
            }
            long next = earlier.isEmpty() ? 1 : earlier.get(0).number() + 1;
            long event = ledger.append(
                    handle,
                    rollout,
                    Topic.REHEARSAL,
                    caller.name(),
                    "rehearsal-begun",
                    "rehearsal " + next,
                    before.stream().collect(Collectors.toMap(Traces.Snapshot::environment, Traces.Snapshot::mark)));
            handle.createUpdate("INSERT INTO rollout_rehearsal (team, number, begun_by, begun_at, first_event,"
                            + " last_event, missing, steps) VALUES (:team, :number, :by, :at, :event, 0, '', '')")
                    .bind("team", rollout.team())
                    .bind("number", next)
                    .bind("by", caller.name())
                    .bind("at", now.toEpochMilli())
                    .bind("event", event)
                    .execute();
            before.forEach(each -> Traces.keep(handle, rollout.team(), next, "before", each));
            outbox.write(
                    handle,
                    io.slipway.server.notification.Topic.REHEARSAL_BEGUN,
                    new About(rollout.project(), "", 0, "", "", caller.name()),
                    caller.name(),
                    "");
            return next;
        });
        readiness.check(caller.name(), rollout);
        return of(rollout).stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow();
    }

    private static void requireNoneIsProduction(List<Traces.Snapshot> before, Set<String> production) {
        before.stream()
                .filter(each -> production.contains(each.identity()))
                .findFirst()
                .ifPresent(each -> {
                    throw SlipwayException.of(
                            ErrorCode.DEPLOYMENT_STATE,
                            "'" + each.environment() + "' is production: its database bears the same mark.",
                            "Give the environment a database of its own before you rehearse.");
                });
    }

    /**
     * Ends the open one, which closes the pipeline again: tells what it went through and how long each step took, and
     * tags everything that it made.
     */
    public Rehearsal end(Caller caller, ServedRollout rollout) {
        Rehearsal open = open(rollout)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.DEPLOYMENT_STATE, "No rehearsal of this team is open.", "Begin one."));
        ServedProject project = projects.named(rollout.project());
        List<Traces.Snapshot> after = Production.others(project, rollout).stream()
                .map(name -> traces.look(project, name))
                .toList();
        store.run(handle -> {
            SwitchBook.lock(handle, rollout.team());
            if (traces.underWay(handle, rollout.project())) {
                throw SlipwayException.of(
                        ErrorCode.DEPLOYMENT_STATE,
                        "A deployment of this rehearsal is not over yet.",
                        "Wait for it, or withdraw it.");
            }
            Course course = course(handle, project, rollout, open);
            Map<String, String> detail = new TreeMap<>();
            course.steps().forEach(step -> detail.put(step.stage().text(), step.took() + " " + step.what()));
            detail.put("missing", texts(course.missing()));
            long event = ledger.append(
                    handle,
                    rollout,
                    Topic.REHEARSAL,
                    caller.name(),
                    "rehearsal-ended",
                    "rehearsal " + open.number(),
                    detail);
            int ended = handle.createUpdate("UPDATE rollout_rehearsal SET ended_at = :at, last_event = :event,"
                            + " missing = :missing, steps = :steps"
                            + " WHERE team = :team AND number = :number AND ended_at IS NULL")
                    .bind("at", clock.millis())
                    .bind("event", event)
                    .bind("missing", texts(course.missing()))
                    .bind(
                            "steps",
                            course.steps().stream()
                                    .map(step -> step.stage().name() + "="
                                            + step.took().toMillis())
                                    .collect(Collectors.joining(",")))
                    .bind("team", rollout.team())
                    .bind("number", open.number())
                    .execute();
            if (ended == 0) {
                throw SlipwayException.of(ErrorCode.DEPLOYMENT_STATE, "Somebody else has ended it.", "");
            }
            after.forEach(each -> Traces.keep(handle, rollout.team(), open.number(), "after", each));
            traces.tag(handle, rollout, open.number(), open.firstEvent(), event);
        });
        traces.tagObjects(project, rollout, open.number());
        return of(rollout).stream()
                .filter(each -> each.number() == open.number())
                .findFirst()
                .orElseThrow();
    }

    private Course course(Handle handle, ServedProject project, ServedRollout rollout, Rehearsal open) {
        List<String> environments = Production.others(project, rollout);
        Set<Stage> wanted = EnumSet.allOf(Stage.class);
        if (environments.size() < 2) {
            wanted.remove(Stage.PROMOTED);
        }
        return Course.of(
                open.begun(), wanted, traces.seen(handle, rollout, open.begun(), environments, clock.instant()));
    }

    private void requireNotLive(ServedRollout rollout) {
        if (book.of(rollout).open()) {
            throw SlipwayException.of(
                    ErrorCode.DEPLOYMENT_STATE, "The team is live: what it does now is no rehearsal any more.", "");
        }
    }

    private static String texts(List<Stage> stages) {
        return stages.stream().map(Stage::name).collect(Collectors.joining(","));
    }

    private static Rehearsal rehearsal(ResultSet row) throws SQLException {
        Map<Stage, Duration> took = new EnumMap<>(Stage.class);
        for (String step : list(row.getString("steps"))) {
            String[] parts = step.split("=", 2);
            took.put(Stage.valueOf(parts[0]), Duration.ofMillis(Long.parseLong(parts[1])));
        }
        return new Rehearsal(
                row.getLong("number"),
                row.getString("begun_by"),
                Instant.ofEpochMilli(row.getLong("begun_at")),
                Optional.ofNullable((Number) row.getObject("ended_at")).map(ms -> Instant.ofEpochMilli(ms.longValue())),
                row.getLong("first_event"),
                row.getLong("last_event"),
                list(row.getString("missing")).stream().map(Stage::valueOf).toList(),
                took);
    }

    private static List<String> list(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(",", -1));
    }
}
