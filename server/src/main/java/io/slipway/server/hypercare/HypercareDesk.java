package io.slipway.server.hypercare;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.calendar.Sprint;
import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.rollout.golive.LiveState;
import io.slipway.rollout.hypercare.Delivered;
import io.slipway.rollout.hypercare.Figures;
import io.slipway.rollout.hypercare.Hypercare;
import io.slipway.server.access.Caller;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.golive.SwitchBook;
import io.slipway.server.notification.About;
import io.slipway.server.notification.Outbox;
import io.slipway.server.project.Projects;
import io.slipway.server.readiness.GateBook;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.server.sprint.SprintCalendars;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What each sprint since the go-live brought, and whether the team still needs the extra care of the first ones. */
public final class HypercareDesk {
    private static final Logger LOG = LoggerFactory.getLogger(HypercareDesk.class);
    private static final String SELF = "slipway";
    private final Store store;
    private final Projects projects;
    private final RolloutLedger ledger;
    private final SwitchBook switches;
    private final List<Cases> cases;
    private final SprintCalendars sprints;
    private final Outbox outbox;
    private final Clock clock;

    public HypercareDesk(
            Store store,
            Projects projects,
            RolloutLedger ledger,
            SwitchBook switches,
            SprintCalendars sprints,
            List<Cases> cases,
            Outbox outbox,
            Clock clock) {
        this.store = store;
        this.projects = projects;
        this.ledger = ledger;
        this.switches = switches;
        this.sprints = sprints;
        this.cases = List.copyOf(cases);
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param figures of each sprint since the go-live, the one that runs last */
    public record Course(List<Figures> figures, Hypercare hypercare) {}

    /** Empty while the team is not live. */
    public Optional<Course> of(ServedRollout rollout) {
        return switches.of(rollout).openSince().map(since -> of(rollout, since));
    }

    private Course of(ServedRollout rollout, Instant since) {
        SprintCalendar calendar = sprints.of(rollout).calendar();
        Instant now = clock.instant();
        List<Delivered> events = events(rollout, since);
        List<Figures> figures = new ArrayList<>();
        for (Sprint sprint : calendar.sprints()) {
            boolean begun = !now.isBefore(sprint.begins(calendar.zone()));
            if (begun && since.isBefore(sprint.ends(calendar.zone()))) {
                figures.add(Figures.of(sprint, calendar.zone(), events, now));
            }
        }
        return new Course(figures, Hypercare.of(rollout.rollout().hypercare(), figures, votes(rollout)));
    }

    private List<Delivered> events(ServedRollout rollout, Instant since) {
        String last = projects.named(rollout.project()).project().pipelines().values().stream()
                .filter(pipeline -> !pipeline.isEmpty())
                .findFirst()
                .map(pipeline -> pipeline.get(pipeline.size() - 1))
                .orElse("");
        List<Delivered> events = new ArrayList<>(store.read(handle -> handle.createQuery(
                        "SELECT version, new_changes, uploaded_at FROM artifact WHERE project = :project"
                                + " AND uploaded_at >= :since")
                .bind("project", rollout.project())
                .bind("since", since.toEpochMilli())
                .map((row, context) -> new Delivered.Packaged(
                        row.getString("version"),
                        (int) row.getLong("new_changes"),
                        Instant.ofEpochMilli(row.getLong("uploaded_at"))))
                .list()));
        events.addAll(store.read(handle -> handle.createQuery(
                        "SELECT d.version, d.environment, d.verb, d.state, d.ended_at, a.uploaded_at FROM deployment d"
                                + " JOIN artifact a ON a.digest = d.artifact WHERE d.project = :project"
                                + " AND d.ended_at >= :since AND d.started_at IS NOT NULL")
                .bind("project", rollout.project())
                .bind("since", since.toEpochMilli())
                .map((row, context) -> ran(row, last))
                .list()));
        cases.forEach(each -> events.addAll(each.since(rollout, since)));
        return events;
    }

    private static Delivered ran(ResultSet row, String last) throws SQLException {
        return new Delivered.Ran(
                row.getString("version"),
                row.getString("environment"),
                row.getString("verb").equals(ServedDeployment.ROLLBACK),
                DeploymentState.of(row.getString("state")).good(),
                row.getString("environment").equals(last),
                Optional.of(Instant.ofEpochMilli(row.getLong("uploaded_at"))),
                Instant.ofEpochMilli(row.getLong("ended_at")));
    }

    private List<Hypercare.Vote> votes(ServedRollout rollout) {
        return ledger.events(rollout.team(), Topic.HYPERCARE).stream()
                .filter(event -> event.action().equals("hypercare-voted"))
                .map(event -> new Hypercare.Vote(
                        event.actor(),
                        Boolean.parseBoolean(GateBook.detail(event).getOrDefault("yes", "false")),
                        event.subject()))
                .toList();
    }

    /** Tells of each live team that is back in hypercare since a sprint was not calm; of each such sprint once. */
    public void sweep(Rollouts rollouts) {
        Set<String> live = switches.in(LiveState.Word.LIVE);
        if (live.isEmpty()) {
            return;
        }
        for (ServedRollout rollout : rollouts.all()) {
            try {
                if (live.contains(rollout.team())) {
                    of(rollout).ifPresent(course -> back(rollout, course));
                }
            } catch (RuntimeException e) {
                // one team's trouble is none of another's; it is looked at again with the next sweep
                LOG.warn("the hypercare of {} could not be looked at: {}", rollout.team(), e.toString());
            }
        }
    }

    private void back(ServedRollout rollout, Course course) {
        Hypercare care = course.hypercare();
        if (care.state() == Hypercare.State.ENDED || !care.relapsed()) {
            return;
        }
        String sprint = care.relapse().orElseThrow();
        String why = course.figures().stream()
                .filter(each -> each.sprint().name().equals(sprint))
                .map(each -> "in sprint " + sprint + " " + each.failed() + " of " + each.runs()
                        + " deployments failed, and there were " + each.cases() + " cases")
                .findFirst()
                .orElse("");
        store.run(handle -> outbox.writeOnce(
                handle,
                rollout.team() + " " + sprint,
                io.slipway.server.notification.Topic.HYPERCARE_REOPENED,
                new About(rollout.project(), "", 0, "", "", SELF),
                SELF,
                why));
    }

    /**
     * Says that hypercare may end, or that it may not yet. The vote is on what the last whole sprint showed.
     *
     * @throws SlipwayException {@code not-allowed}, {@code deployment-state} before a sprint is over
     */
    public Course vote(Caller caller, ServedRollout rollout, boolean yes) {
        if (!rollout.rollout().hypercare().votes().contains(caller.name())) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "You are not one of those who vote on this team's hypercare.",
                    "The rollout file names them under 'votes' of 'hypercare'.");
        }
        Course before = of(rollout)
                .orElseThrow(() -> SlipwayException.of(ErrorCode.DEPLOYMENT_STATE, "The team is not live yet.", ""));
        String sprint = before.figures().stream()
                .filter(Figures::whole)
                .reduce((earlier, later) -> later)
                .map(each -> each.sprint().name())
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.DEPLOYMENT_STATE, "No whole sprint is over since the go-live.", "Wait for one."));
        store.run(handle -> ledger.append(
                handle,
                rollout,
                Topic.HYPERCARE,
                caller.name(),
                "hypercare-voted",
                sprint,
                Map.of("yes", Boolean.toString(yes))));
        Course after = of(rollout).orElseThrow();
        if (after.hypercare().state() == Hypercare.State.ENDED
                && before.hypercare().state() != Hypercare.State.ENDED) {
            store.run(handle -> outbox.writeOnce(
                    handle,
                    rollout.team() + " " + sprint,
                    io.slipway.server.notification.Topic.HYPERCARE_ENDED,
                    new About(rollout.project(), "", 0, "", "", caller.name()),
                    caller.name(),
                    ""));
        }
        return after;
    }
}
