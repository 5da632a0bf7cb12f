package io.slipway.server.golive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Target;
import io.slipway.rollout.rehearsal.Course;
import io.slipway.rollout.rehearsal.Stage;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.project.ServedProject;
import io.slipway.server.readiness.GateBook;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What rehearsals made, each with its provenance, and the schemas before and after. */
public final class Traces {
    private static final Logger LOG = LoggerFactory.getLogger(Traces.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private final Store store;
    private final RolloutLedger ledger;
    private final People people;
    private final Targets targets;
    private final RehearsedObjects objects;
    private final Clock clock;

    public Traces(
            Store store, RolloutLedger ledger, People people, Targets targets, RehearsedObjects objects, Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.people = people;
        this.targets = targets;
        this.objects = objects;
        this.clock = clock;
    }

    /** What sort of thing a rehearsal left. */
    public enum Kind {
        ARTIFACT,
        DEPLOYMENT,
        HISTORY,
        OBJECT,
        PERSON,
        TOKEN,
        BRANCH,
        /** Of a lab of the team's trainings: a project and databases of its own. It belongs to no rehearsal: 0. */
        SEAT,
        /** A clean-up that was begun: its own lines in the histories go with the rest. */
        CLEANUP;

        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * One thing that a rehearsal made.
     *
     * @param environment empty for what lies in none
     * @param provenance the audit log's event that tells of it, or the deployment that made it
     */
    public record Trace(
            long rehearsal, Kind kind, String environment, String name, String provenance, Instant madeAt) {}

    /**
     * The schema of one environment at one moment.
     *
     * @param identity the mark of its database, whatever name the environment has
     */
    record Snapshot(String environment, String identity, Catalogue catalogue) {
        /** For the event that tells of it: the schema's fingerprint. */
        String mark() {
            return catalogue.fingerprint();
        }
    }

    Snapshot look(ServedProject project, String environment) {
        try (Target target = targets.open(project.project(), project.project().environment(environment))) {
            return new Snapshot(environment, target.identity(), target.catalogue());
        }
    }

    /** Marks of those databases that answer; one that only a runner reaches cannot be told from others. */
    Set<String> identities(ServedProject project, Collection<String> environments) {
        Set<String> identities = new HashSet<>();
        for (String name : environments) {
            try (Target target =
                    targets.open(project.project(), project.project().environment(name))) {
                identities.add(target.identity());
            } catch (SlipwayException | UnsupportedOperationException e) {
                LOG.info("'{}' does not answer before a rehearsal: {}", name, e.getMessage());
            }
        }
        return identities;
    }

    static void keep(Handle handle, String team, long rehearsal, String moment, Snapshot snapshot) {
        try {
            handle.createUpdate("INSERT INTO rollout_snapshot (team, rehearsal, environment, moment, fingerprint,"
                            + " objects) VALUES (:team, :rehearsal, :environment, :moment, :fingerprint, :objects)")
                    .bind("team", team)
                    .bind("rehearsal", rehearsal)
                    .bind("environment", snapshot.environment())
                    .bind("moment", moment)
                    .bind("fingerprint", snapshot.mark())
                    .bind(
                            "objects",
                            JSON.writeValueAsString(
                                    List.copyOf(snapshot.catalogue().objects().values())))
                    .execute();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts is always JSON", e);
        }
    }

    /** The schema of an environment before a rehearsal, or after it. */
    public Optional<Catalogue> snapshot(String team, long rehearsal, String environment, String moment) {
        return store.read(handle -> handle.createQuery("SELECT objects FROM rollout_snapshot WHERE team = :team"
                                + " AND rehearsal = :rehearsal AND environment = :environment AND moment = :moment")
                        .bind("team", team)
                        .bind("rehearsal", rehearsal)
                        .bind("environment", environment)
                        .bind("moment", moment)
                        .mapTo(String.class)
                        .findOne())
                .map(Traces::catalogue);
    }

    private static Catalogue catalogue(String json) {
        try {
            return Catalogue.of(JSON.readValue(json, new TypeReference<List<CatalogueObject>>() {}));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was kept as JSON is JSON", e);
        }
    }

    boolean underWay(Handle handle, String project) {
        return handle.createQuery("SELECT count(*) FROM deployment WHERE project = :project AND ended_at IS NULL")
                        .bind("project", project)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** What was seen of a rehearsal's steps. */
    List<Course.Seen> seen(
            Handle handle, ServedRollout rollout, Instant begun, List<String> environments, Instant now) {
        List<Course.Seen> seen = new ArrayList<>(List.of(new Course.Seen(Stage.TOLD, begun, "mails and messages")));
        ledger.events(handle, rollout.team(), Topic.EVIDENCE, 0).stream()
                .filter(event -> !event.at().isBefore(begun))
                .findFirst()
                .ifPresent(event -> {
                    seen.add(new Course.Seen(Stage.LOOKED, event.at(), "gates"));
                    seen.add(new Course.Seen(Stage.TOLD, event.at(), "mails and messages"));
                });
        handle.createQuery("SELECT version, uploaded_at FROM artifact WHERE project = :project"
                        + " AND uploaded_at >= :begun ORDER BY uploaded_at")
                .bind("project", rollout.project())
                .bind("begun", begun.toEpochMilli())
                .map((row, context) -> new Course.Seen(
                        Stage.PACKAGED, Instant.ofEpochMilli(row.getLong("uploaded_at")), row.getString("version")))
                .forEach(seen::add);
        handle.createQuery("SELECT version, environment, ended_at FROM deployment WHERE project = :project"
                        + " AND verb = 'deploy' AND state = :state AND requested_at >= :begun ORDER BY number")
                .bind("project", rollout.project())
                .bind("state", DeploymentState.COMPLETED.text())
                .bind("begun", begun.toEpochMilli())
                .map((row, context) -> new Course.Seen(
                        row.getString("environment").equals(environments.get(0)) ? Stage.DEPLOYED : Stage.PROMOTED,
                        Instant.ofEpochMilli(row.getLong("ended_at")),
                        row.getString("version") + " in " + row.getString("environment")))
                .forEach(seen::add);
        seen.add(new Course.Seen(Stage.SWITCHED_BACK, now, "closed"));
        return seen;
    }

    /** Tags what the audit log tells of the project between two events. */
    void tag(Handle handle, ServedRollout rollout, long rehearsal, long first, long last) {
        List<AuditEvent> events = handle.createQuery("SELECT * FROM audit_event WHERE project = :project"
                        + " AND sequence > :first AND sequence < :last ORDER BY sequence")
                .bind("project", rollout.project())
                .bind("first", first)
                .bind("last", last)
                .map(AuditLog.EVENT)
                .list();
        for (AuditEvent event : events) {
            String provenance = "event " + event.sequence();
            switch (event.action()) {
                case "artifact-handed-in" ->
                    insert(handle, rollout, rehearsal, Kind.ARTIFACT, "", event.subject(), provenance, event.at());
                case "deployment-requested", "rollback-requested" ->
                    insert(
                            handle,
                            rollout,
                            rehearsal,
                            Kind.DEPLOYMENT,
                            GateBook.detail(event).getOrDefault("environment", ""),
                            event.subject(),
                            provenance,
                            event.at());
                default -> {
                    // it made nothing
                }
            }
        }
        handle.createQuery("SELECT t.id, t.created_at FROM access_token t JOIN person p ON p.id = t.person"
                        + " JOIN rollout_trace r ON r.name = p.name WHERE r.team = :team AND r.rehearsal = :rehearsal"
                        + " AND r.kind = 'person' AND t.revoked_at IS NULL")
                .bind("team", rollout.team())
                .bind("rehearsal", rehearsal)
                .map((row, context) -> Map.entry(row.getString("id"), Instant.ofEpochMilli(row.getLong("created_at"))))
                .list()
                .forEach(token -> insert(
                        handle,
                        rollout,
                        rehearsal,
                        Kind.TOKEN,
                        "",
                        token.getKey(),
                        "a rehearsal's account",
                        token.getValue()));
    }

    /** Tags what the deployments of a rehearsal made in their targets. */
    void tagObjects(ServedProject project, ServedRollout rollout, long rehearsal) {
        List<RehearsedObjects.Made> made = objects.of(project, of(rollout, Kind.DEPLOYMENT));
        store.run(handle -> made.forEach(each -> insert(
                handle,
                rollout,
                rehearsal,
                each.kind(),
                each.environment(),
                each.name(),
                each.deployment(),
                clock.instant())));
    }

    /** Tags something. */
    public static void insert(
            Handle handle,
            ServedRollout rollout,
            long rehearsal,
            Kind kind,
            String environment,
            String name,
            String provenance,
            Instant at) {
        handle.createUpdate("INSERT INTO rollout_trace (team, rehearsal, kind, environment, name, provenance, made_at)"
                        + " VALUES (:team, :rehearsal, :kind, :environment, :name, :provenance, :at)"
                        + " ON CONFLICT DO NOTHING")
                .bind("team", rollout.team())
                .bind("rehearsal", rehearsal)
                .bind("kind", kind.text())
                .bind("environment", environment)
                .bind("name", name)
                .bind("provenance", provenance)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    /** Something that was tagged is gone already. */
    public static void cleared(Handle handle, ServedRollout rollout, Kind kind, String name, Instant at) {
        handle.createUpdate("UPDATE rollout_trace SET cleared_at = :at WHERE team = :team AND kind = :kind"
                        + " AND name = :name AND cleared_at IS NULL")
                .bind("at", at.toEpochMilli())
                .bind("team", rollout.team())
                .bind("kind", kind.text())
                .bind("name", name)
                .execute();
    }

    /**
     * Makes an account for the open rehearsal: a developer of the project, tagged from its first moment.
     *
     * @throws SlipwayException {@code name-taken}, {@code request-invalid}
     */
    public Person account(Caller caller, ServedRollout rollout, Rehearsals.Rehearsal open, String name) {
        Person person = people.add(
                caller.name(),
                new People.NewPerson(
                        name, "Rehearsal of " + rollout.rollout().title(), Optional.empty(), Optional.empty()),
                List.of(new Grant(Role.DEVELOPER, rollout.project(), "")));
        store.run(handle -> tagByHand(handle, caller, rollout, open, Kind.PERSON, person.name()));
        return person;
    }

    /** Tags a branch of the script repository that the open rehearsal made. */
    public void branch(Caller caller, ServedRollout rollout, Rehearsals.Rehearsal open, String name) {
        if (name.isBlank() || name.length() > 200) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "Name the branch, in at most 200 characters.", "");
        }
        store.run(handle -> tagByHand(handle, caller, rollout, open, Kind.BRANCH, name.strip()));
    }

    private void tagByHand(
            Handle handle, Caller caller, ServedRollout rollout, Rehearsals.Rehearsal open, Kind kind, String name) {
        long event = ledger.append(
                handle,
                rollout,
                Topic.REHEARSAL,
                caller.name(),
                "rehearsal-tagged",
                name,
                Map.of("kind", kind.text(), "rehearsal", Long.toString(open.number())));
        insert(handle, rollout, open.number(), kind, "", name, "event " + event, clock.instant());
    }

    /** All that is not cleared away yet, in the order of kinds. */
    public List<Trace> of(ServedRollout rollout) {
        return store.read(handle -> handle.createQuery("SELECT * FROM rollout_trace WHERE team = :team"
                        + " AND cleared_at IS NULL ORDER BY kind, environment, name")
                .bind("team", rollout.team())
                .map((row, context) -> new Trace(
                        row.getLong("rehearsal"),
                        Kind.valueOf(row.getString("kind").toUpperCase(java.util.Locale.ROOT)),
                        row.getString("environment"),
                        row.getString("name"),
                        row.getString("provenance"),
                        Instant.ofEpochMilli(row.getLong("made_at"))))
                .list());
    }

    List<Trace> of(ServedRollout rollout, Kind kind) {
        return of(rollout).stream().filter(trace -> trace.kind() == kind).toList();
    }

    /** How many are not cleared away yet, by team. */
    public Map<String, Long> counts() {
        return store.read(handle -> handle.createQuery(
                        "SELECT team, count(*) AS traces FROM rollout_trace WHERE cleared_at IS NULL GROUP BY team")
                .reduceRows(new java.util.HashMap<String, Long>(), (all, row) -> {
                    all.put(row.getColumn("team", String.class), row.getColumn("traces", Long.class));
                    return all;
                }));
    }
}
