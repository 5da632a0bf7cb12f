package io.slipway.server.rollout;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.readiness.Surroundings;
import io.slipway.rollout.team.Loosening;
import io.slipway.rollout.team.Rollout;
import io.slipway.rollout.team.RolloutFile;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.notification.About;
import io.slipway.server.notification.Outbox;
import io.slipway.server.project.Projects;
import io.slipway.store.Store;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;

/**
 * Takes rollout files in. Whoever looks after a rollout may change its file; but not what others have been asked to say
 * yes to: from the first date that was proposed, a file that asks for less waits for a second person, and everybody is
 * told.
 */
public final class RolloutFiles {
    /** As complaints name what was handed in. */
    private static final String FILE = "the rollout file";

    /** The revision of a file that is not there yet. */
    private static final long NONE = 0;

    private static final int LARGEST_FILE = 256 * 1024;
    private final Store store;
    private final Rollouts rollouts;
    private final RolloutLedger ledger;
    private final Projects projects;
    private final Predicate<Standard> looked;
    private final DateAsked asked;
    private final List<Arrival> arrivals;
    private final List<FileChange> changes;
    private final Evidence evidence;
    private final Outbox outbox;
    private final FileWishes wishes;
    private final Clock clock;

    /** @param looked whether this server can look at such a gate */
    public RolloutFiles(
            Store store,
            Rollouts rollouts,
            RolloutLedger ledger,
            Projects projects,
            Predicate<Standard> looked,
            DateAsked asked,
            List<Arrival> arrivals,
            List<FileChange> changes,
            Evidence evidence,
            Outbox outbox,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.projects = projects;
        this.looked = looked;
        this.asked = asked;
        this.arrivals = List.copyOf(arrivals);
        this.changes = List.copyOf(changes);
        this.evidence = evidence;
        this.outbox = outbox;
        this.wishes = new FileWishes(clock);
        this.clock = clock;
    }

    /** What is to be taken in, read. */
    private record Given(String text, Rollout rollout) {}

    /**
     * Takes a rollout file in; the first time, and whenever it changed. The same text again does nothing.
     *
     * @param project that it must be of
     * @param revision the one that was edited, 0 for none; empty for whoever looks after the file elsewhere, and hands in
     *     what is there
     * @throws SlipwayException {@code rollout-file-invalid}, {@code request-invalid} for another project's,
     *     {@code name-taken} for a team that is elsewhere, {@code approval-required} when it waits for a second person,
     *     {@code deployment-state} when somebody else changed it meanwhile
     */
    public ServedRollout put(Caller caller, String project, String text, Optional<Long> revision) {
        Given given = read(project, text);
        Optional<FileWish> waits = store.write(handle -> {
            Optional<ServedRollout> before = rollouts.find(handle, project);
            if (before.isPresent() && before.get().file().equals(given.text())) {
                return Optional.empty();
            }
            if (revision.isPresent()
                    && before.map(ServedRollout::revision).orElse(NONE)
                            != revision.get().longValue()) {
                throw changed(project, before);
            }
            List<String> looser = before.filter(rollout -> asked.of(handle, rollout))
                    .map(rollout -> Loosening.of(rollout.rollout(), given.rollout()))
                    .orElse(List.of());
            if (looser.isEmpty()) {
                take(handle, caller, given, before, revision);
                return Optional.empty();
            }
            return Optional.of(ask(handle, caller, before.get(), given, looser));
        });
        waits.ifPresent(wish -> {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_REQUIRED,
                    "People were asked to say yes to a go-live date, and this file asks for less than it did then: "
                            + String.join("; ", wish.looser()) + ".",
                    "The file before it counts on, and everybody in it was told. This one counts when a second person"
                            + " agrees: a stakeholder, one who may waive gates, or who else looks after the rollout.");
        });
        return rollouts.of(project);
    }

    private Given read(String project, String text) {
        String file = text.replace("\r\n", "\n");
        if (file.length() > LARGEST_FILE) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_TOO_LARGE, "A rollout file has at most " + LARGEST_FILE + " characters.", "");
        }
        Rollout rollout = RolloutFile.parse(
                file, FILE, new Surroundings(projects.named(project).project().environments()::containsKey, looked));
        if (!rollout.project().equals(project)) {
            throw RolloutFile.complaint(
                    file,
                    FILE,
                    "project",
                    ErrorCode.REQUEST_INVALID,
                    "The file is of the project '" + rollout.project() + "', not of '" + project + "'.",
                    "Hand it in there.");
        }
        return new Given(file, rollout);
    }

    private FileWish ask(Handle handle, Caller caller, ServedRollout before, Given given, List<String> looser) {
        Optional<FileWish> waiting =
                wishes.of(handle, before.team()).filter(wish -> wish.file().equals(given.text()));
        if (waiting.isPresent()) {
            return waiting.get();
        }
        sameTeam(before, given);
        wishes.keep(handle, before.team(), given.text(), looser, caller.name());
        String what = String.join("; ", looser);
        append(handle, before, caller, "rollout-loosening-asked", Map.of("looser", what));
        outbox.write(
                handle,
                io.slipway.server.notification.Topic.ROLLOUT_LOOSENED,
                new About(before.project(), "", 0, "", "", caller.name()),
                caller.name(),
                what);
        return wishes.of(handle, before.team()).orElseThrow();
    }

    /** The file of a team that waits for a second person. */
    public Optional<FileWish> waiting(ServedRollout rollout) {
        return store.read(handle -> wishes.of(handle, rollout.team()));
    }

    /** Whether the caller may be the second person. */
    public boolean mayAgree(Caller caller, ServedRollout rollout, FileWish wish) {
        return !wish.askedBy().equals(caller.name()) && decides(caller, rollout);
    }

    /** Whether the caller may refuse it, or take it back. */
    public boolean mayRefuse(Caller caller, ServedRollout rollout) {
        return decides(caller, rollout);
    }

    private static boolean decides(Caller caller, ServedRollout rollout) {
        return caller.may(Permission.ROLLOUT, rollout.project())
                || rollout.rollout().gates().mayWaive(caller.name())
                || rollout.rollout().stakeholders().stream()
                        .anyMatch(person -> person.key().equals(caller.name()));
    }

    /**
     * The second person agrees: the file counts from now on.
     *
     * @param digest of the file that was seen
     * @throws SlipwayException {@code not-found}, {@code not-allowed}, {@code approval-own}, {@code approval-void} when
     *     another file waits now
     */
    public ServedRollout agree(Caller caller, String project, String digest) {
        store.run(handle -> {
            ServedRollout before = rollouts.of(handle, project);
            FileWish wish = wish(handle, caller, before);
            if (wish.askedBy().equals(caller.name())) {
                throw SlipwayException.of(
                        ErrorCode.APPROVAL_OWN, "You handed this file in; somebody else must agree.", "");
            }
            if (!wish.digest().equals(digest)) {
                throw SlipwayException.of(
                        ErrorCode.APPROVAL_VOID, "Another file waits now.", "Look at it, and decide about that one.");
            }
            take(handle, caller, read(project, wish.file()), Optional.of(before), Optional.empty());
        });
        return rollouts.of(project);
    }

    /** Refuses a file that waits, or takes it back. */
    public ServedRollout refuse(Caller caller, String project) {
        store.run(handle -> {
            ServedRollout before = rollouts.of(handle, project);
            FileWish wish = wish(handle, caller, before);
            wishes.remove(handle, before.team());
            append(handle, before, caller, "rollout-loosening-refused", Map.of("askedBy", wish.askedBy()));
        });
        return rollouts.of(project);
    }

    private FileWish wish(Handle handle, Caller caller, ServedRollout rollout) {
        if (!decides(caller, rollout)) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "You are no stakeholder of this rollout, and may not waive its gates.",
                    "The rollout file that counts names those who are.");
        }
        return wishes.of(handle, rollout.team())
                .orElseThrow(() ->
                        SlipwayException.of(ErrorCode.NOT_FOUND, "No rollout file waits for a second person.", ""));
    }

    private void take(
            Handle handle, Caller caller, Given given, Optional<ServedRollout> before, Optional<Long> revision) {
        before.ifPresent(rollout -> sameTeam(rollout, given));
        keep(handle, caller, given, revision);
        ServedRollout now = rollouts.of(handle, given.rollout().project());
        wishes.remove(handle, now.team());
        append(
                handle,
                now,
                caller,
                before.isEmpty() ? "rollout-registered" : "rollout-changed",
                Map.of("revision", Long.toString(now.revision())));
        before.ifPresent(rollout -> evidence.outdated(
                handle, now, caller.name(), about(rollout.rollout(), given.rollout()), "the rollout file changed"));
        before.ifPresent(rollout -> changes.forEach(each -> each.changed(handle, rollout, now, caller.name())));
        if (before.isEmpty()) {
            arrivals.forEach(each -> each.came(handle, now, caller.name()));
        }
    }

    /** The gates whose answer rests on what is another in the second file. */
    private static Set<Standard> about(Rollout before, Rollout after) {
        Set<Standard> gates = EnumSet.noneOf(Standard.class);
        boolean people = !List.copyOf(before.people().all())
                .equals(List.copyOf(after.people().all()));
        if (!before.stakeholders().equals(after.stakeholders())
                || !before.calendar().equals(after.calendar())
                || !before.agreement().equals(after.agreement())) {
            gates.add(Standard.DATE_AGREED);
        }
        if (!before.support().equals(after.support())) {
            gates.add(Standard.SUPPORT_PROVED);
        }
        if (people || !before.trainings().equals(after.trainings())) {
            gates.addAll(List.of(
                    Standard.TRAINED,
                    Standard.LABS_PASSED,
                    Standard.OWN_SCRIPTS_TRIED,
                    Standard.GUIDES_BUILT,
                    Standard.DEMO_RUN,
                    Standard.CLIPS_BUILT));
        }
        if (people || !before.provision().equals(after.provision())) {
            gates.add(Standard.PROVISIONED);
        }
        if (!before.cleanup().equals(after.cleanup())) {
            gates.addAll(List.of(Standard.REHEARSED, Standard.CLEANED, Standard.REFERENCE_REFRESHED));
        }
        return gates;
    }

    private void append(
            Handle handle, ServedRollout rollout, Caller caller, String action, Map<String, String> detail) {
        ledger.append(handle, rollout, Topic.FILE, caller.name(), action, rollout.team(), detail);
    }

    private static void sameTeam(ServedRollout before, Given given) {
        if (!before.team().equals(given.rollout().team())) {
            throw RolloutFile.complaint(
                    given.text(),
                    FILE,
                    "team",
                    ErrorCode.NAME_TAKEN,
                    "The project '" + before.project() + "' is the team '" + before.team() + "''s already.",
                    "A team keeps its name, and a project its team.");
        }
    }

    private static SlipwayException changed(String project, Optional<ServedRollout> now) {
        return SlipwayException.of(
                ErrorCode.DEPLOYMENT_STATE,
                "Somebody else changed the rollout file of '" + project + "' meanwhile"
                        + now.map(rollout ->
                                        ": it is revision " + rollout.revision() + " now, by " + rollout.changedBy())
                                .orElse("")
                        + ".",
                "Look at what it is now, and make your change again.");
    }

    /** The revision is asked for here once more: on PostgreSQL two people may have got here at once. */
    private void keep(Handle handle, Caller caller, Given given, Optional<Long> revision) {
        Rollout rollout = given.rollout();
        int kept = handle.createUpdate("INSERT INTO rollout (team, project, file, revision, changed_by, changed_at)"
                        + " VALUES (:team, :project, :file, 1, :by, :now) ON CONFLICT (team) DO UPDATE SET"
                        + " file = excluded.file, revision = rollout.revision + 1, changed_by = excluded.changed_by,"
                        + " changed_at = excluded.changed_at WHERE rollout.project = excluded.project"
                        + " AND (:edited < 0 OR rollout.revision = :edited)")
                .bind("team", rollout.team())
                .bind("project", rollout.project())
                .bind("file", given.text())
                .bind("by", caller.name())
                .bind("now", clock.millis())
                .bind("edited", revision.orElse(-1L))
                .execute();
        Optional<ServedRollout> there = kept == 0 ? rollouts.find(handle, rollout.project()) : Optional.empty();
        if (there.filter(other -> other.team().equals(rollout.team())).isPresent()) {
            throw changed(rollout.project(), there);
        }
        if (kept == 0) {
            throw RolloutFile.complaint(
                    given.text(),
                    FILE,
                    "team",
                    ErrorCode.NAME_TAKEN,
                    "The team '" + rollout.team() + "' is there already, with another project.",
                    "Give the team of '" + rollout.project() + "' another name.");
        }
    }
}
