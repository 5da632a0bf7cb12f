package io.slipway.server.lab;

import io.slipway.enablement.lab.SeatTime;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.training.Session;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.training.SessionDesk;
import io.slipway.server.training.TrainingBook;
import io.slipway.store.Store;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What whoever runs a lab does with it: opens, watches, helps, extends, closes. */
public final class LabDesk {
    private static final int MOST_SEATS = 60;
    private static final int LONGEST_TITLE = 100;
    private final Store store;
    private final LabTable table;
    private final LabTasks tasks;
    private final LabResults results;
    private final Rollouts rollouts;
    private final TrainingBook book;
    private final People people;
    private final SeatRoom room;
    private final LabClearing clearing;
    private final AuditLog audit;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    LabDesk(
            Store store,
            LabTable table,
            LabTasks tasks,
            LabResults results,
            Rollouts rollouts,
            TrainingBook book,
            People people,
            SeatRoom room,
            LabClearing clearing,
            AuditLog audit,
            Clock clock) {
        this.store = store;
        this.table = table;
        this.tasks = tasks;
        this.results = results;
        this.rollouts = rollouts;
        this.book = book;
        this.people = people;
        this.room = room;
        this.clearing = clearing;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Opens a lab that belongs to no training.
     *
     * @param names of scenarios; none for all that have a lab
     * @param persons accounts
     * @throws SlipwayException {@code scenario-unknown}, {@code request-invalid}
     */
    public ServedLab open(Caller caller, String title, List<String> names, Collection<String> persons) {
        return open(caller, title, names, persons, Optional.empty(), Instant.MIN, "");
    }

    /**
     * Opens the lab of a session, with a seat for everybody who is invited and has an account. One that is open already
     * is given again.
     *
     * @throws SlipwayException {@code not-allowed} for who does not run the session, {@code not-found}, {@code
     *     request-invalid}: too long before the session begins
     */
    public ServedLab open(Caller caller, String project, long session, List<String> names) {
        ServedRollout served = rollouts.of(project);
        Session held = book.session(served, session);
        if (!SessionDesk.runs(caller, served, held)) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "Its trainer or facilitator opens the lab, or who looks after the rollout.",
                    "They stand in the rollout file.");
        }
        Optional<ServedLab.OfSession> of = Optional.of(new ServedLab.OfSession(served.team(), session));
        Optional<ServedLab> there = table.labs().stream()
                .filter(lab -> !lab.closed() && lab.of().equals(of))
                .findFirst();
        return there.orElseGet(() -> open(
                caller,
                held.plan().kind().title() + " of " + served.rollout().title(),
                names,
                held.plan().people().stream()
                        .filter(key -> people.named(key).isPresent())
                        .toList(),
                of,
                held.plan().from(),
                served.project()));
    }

    private ServedLab open(
            Caller caller,
            String title,
            List<String> names,
            Collection<String> persons,
            Optional<ServedLab.OfSession> of,
            Instant begins,
            String project) {
        if (title.isBlank() || title.length() > LONGEST_TITLE) {
            throw invalid("A lab has a title of up to " + LONGEST_TITLE + " characters.");
        }
        List<String> chosen = names.isEmpty()
                ? tasks.all().stream().map(LabTasks.Task::name).toList()
                : names.stream()
                        .map(tasks::named)
                        .map(LabTasks.Task::name)
                        .distinct()
                        .toList();
        List<Person> seated =
                new LinkedHashSet<>(persons).stream().map(this::person).toList();
        if (seated.size() > MOST_SEATS) {
            throw invalid("A lab has at most " + MOST_SEATS + " seats.");
        }
        Instant now = clock.instant();
        if (begins.isAfter(now) && now.isBefore(SeatTime.earliest(begins))) {
            throw invalid("The lab of a session can be opened from " + SeatTime.earliest(begins)
                    + " on: its seats hold databases, and last two hours from when the session begins.");
        }
        Instant ends = SeatTime.end(now, begins);
        long number = store.write(handle -> {
            long opened = LabTable.open(handle, title.strip(), chosen, of, caller.name(), now);
            seated.forEach(person -> LabTable.seat(handle, opened, newId(), person, now, ends));
            audit.append(
                    handle,
                    caller.name(),
                    "lab-opened",
                    project,
                    Long.toString(opened),
                    Map.of("tasks", String.join(",", chosen), "seats", Integer.toString(seated.size())));
            return opened;
        });
        return table.lab(number).orElseThrow();
    }

    private String newId() {
        return HexFormat.of().toHexDigits(random.nextInt());
    }

    private Person person(String name) {
        return people.named(name).orElseThrow(() -> invalid("'" + name + "' has no account here."));
    }

    /** Gives somebody more a seat. */
    public void seat(Caller caller, long number, String name) {
        ServedLab lab = open(run(caller, number));
        Person person = person(name);
        if (table.seats(number).size() >= MOST_SEATS) {
            throw invalid("A lab has at most " + MOST_SEATS + " seats.");
        }
        Instant now = clock.instant();
        Instant ends = SeatTime.end(
                now, session(lab).map(session -> session.plan().from()).orElse(now));
        store.run(handle -> LabTable.seat(handle, lab.number(), newId(), person, now, ends));
    }

    /** Those that the caller runs, the newest first. */
    public List<ServedLab> run(Caller caller) {
        return table.labs().stream().filter(lab -> runs(caller, lab)).toList();
    }

    public List<Seat> own(Caller caller) {
        return table.seatsOf(caller.person());
    }

    public Optional<ServedLab> find(long number) {
        return table.lab(number);
    }

    /** Whether the caller runs it: who opened it, its session's trainer and facilitator, who looks after the rollout. */
    boolean runs(Caller caller, ServedLab lab) {
        if (lab.openedBy().equals(caller.name())) {
            return true;
        }
        return lab.of()
                .flatMap(of -> results.rollout(of.team())
                        .map(served -> book.sessions(served)
                                .find(of.session())
                                .map(session -> SessionDesk.runs(caller, served, session))
                                .orElse(caller.may(Permission.ROLLOUT, served.project()))))
                .orElse(caller.may(Permission.ROLLOUT));
    }

    private Optional<Session> session(ServedLab lab) {
        return lab.of()
                .flatMap(of -> results.rollout(of.team())
                        .flatMap(served -> book.sessions(served).find(of.session())));
    }

    /** @throws SlipwayException {@code not-found} for who does not run it */
    public ServedLab run(Caller caller, long number) {
        return table.lab(number)
                .filter(lab -> runs(caller, lab))
                .orElseThrow(() -> SlipwayException.of(ErrorCode.NOT_FOUND, "There is no lab " + number + ".", ""));
    }

    private static ServedLab open(ServedLab lab) {
        if (lab.closed()) {
            throw SlipwayException.of(ErrorCode.LAB_SEAT_ENDED, "The lab is closed.", "");
        }
        return lab;
    }

    /**
     * How far a seat is.
     *
     * @param passed of its tasks
     * @param stuck since when; empty for who is not
     */
    public record Line(
            Seat seat, Optional<LabTable.Progress> at, long passed, int tasks, Optional<Instant> stuck, boolean over) {
        public Optional<Instant> lastCheck() {
            return at.flatMap(progress -> progress.at().lastCheck());
        }

        public int hints() {
            return at.map(progress -> progress.at().hints()).orElse(0);
        }

        public String verdict() {
            return at.map(LabTable.Progress::verdict).orElse("");
        }

        public boolean passedIt() {
            return at.map(progress -> progress.at().passed().isPresent()).orElse(false);
        }

        public boolean solved() {
            return at.map(LabTable.Progress::solved).orElse(false);
        }
    }

    /** Every seat, in the order of names. */
    public List<Line> grid(ServedLab lab) {
        Instant now = clock.instant();
        return table.seats(lab.number()).stream()
                .map(seat -> {
                    Map<String, LabTable.Progress> all = table.progress(seat);
                    Optional<LabTable.Progress> at = Optional.ofNullable(all.get(seat.task()));
                    return new Line(
                            seat,
                            at,
                            all.values().stream()
                                    .filter(each -> each.at().passed().isPresent())
                                    .count(),
                            lab.tasks().size(),
                            at.flatMap(each -> each.at()
                                    .stuckSince(tasks.named(each.task()).lab().length(), now)),
                            seat.over(now));
                })
                .toList();
    }

    /**
     * Gives more time to one seat, or to all of them.
     *
     * @param id of the seat; empty for all
     */
    public void extend(Caller caller, long number, String id, int minutes) {
        ServedLab lab = open(run(caller, number));
        if (minutes < 1 || minutes > SeatTime.LONGEST.toMinutes()) {
            throw invalid("A seat is extended by 1 to " + SeatTime.LONGEST.toMinutes() + " minutes.");
        }
        Instant now = clock.instant();
        Set<String> ids = id.isEmpty() ? Set.of() : Set.of(seat(lab, id).id());
        for (Seat seat : table.seats(number)) {
            if (ids.isEmpty() || ids.contains(seat.id())) {
                Instant ends = SeatTime.extended(seat.opened(), seat.ends(), Duration.ofMinutes(minutes), now);
                store.run(handle -> {
                    LabTable.ends(handle, seat, ends);
                    audit.append(
                            handle,
                            caller.name(),
                            "lab-extended",
                            "",
                            Long.toString(number),
                            Map.of("seat", seat.person().name(), "until", ends.toString()));
                });
                if (seat.locked().isPresent()) {
                    room.unlock(seat);
                }
            }
        }
    }

    /** Says that somebody's call for help was answered. */
    public void helped(Caller caller, long number, String id) {
        table.help(seat(run(caller, number), id), "", clock.instant());
    }

    private Seat seat(ServedLab lab, String id) {
        return table.seats(lab.number()).stream()
                .filter(seat -> seat.id().equals(id))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(ErrorCode.NOT_FOUND, "There is no such seat.", ""));
    }

    /** Ends it: what came of each seat is written down, and all that seats had is taken away. */
    public void close(Caller caller, long number) {
        close(caller, run(caller, number));
    }

    /** Ends every lab of a team's trainings: what its clean-up before the go-live asks for. */
    public void closeAll(Caller caller, ServedRollout served) {
        table.labs().stream()
                .filter(lab ->
                        lab.of().filter(of -> of.team().equals(served.team())).isPresent())
                .forEach(lab -> close(caller, lab));
    }

    private void close(Caller caller, ServedLab lab) {
        if (!lab.closed()) {
            List<Seat> seats = table.seats(lab.number());
            store.run(handle -> {
                LabTable.close(handle, lab, clock.instant());
                seats.forEach(seat -> results.left(handle, lab, seat, table.progress(seat)));
                audit.append(handle, caller.name(), "lab-closed", "", Long.toString(lab.number()), Map.of());
            });
        }
        clearing.clear(caller.name(), lab);
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }
}
