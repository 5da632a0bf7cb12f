package io.slipway.server.lab;

import io.slipway.enablement.lab.AtTask;
import io.slipway.enablement.lab.Judgement;
import io.slipway.enablement.scenario.Lab;
import io.slipway.enablement.scenario.SeatCommand;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.account.Tokens;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** What somebody does at their seat. Nobody else's is reached by it. */
public final class SeatDesk {
    private static final int LONGEST_HELP = 500;
    private static final int LONGEST_SAID = 8000;
    private final Store store;
    private final LabTable table;
    private final LabTasks tasks;
    private final LabResults results;
    private final SeatRoom room;
    private final SeatWork work;
    private final SeatTurns turns;
    private final SeatMaking making;
    private final SeatFiles files;
    private final Tokens tokens;
    private final Clock clock;

    SeatDesk(
            Store store,
            LabTable table,
            LabTasks tasks,
            LabResults results,
            SeatRoom room,
            SeatWork work,
            SeatTurns turns,
            SeatMaking making,
            SeatFiles files,
            Tokens tokens,
            Clock clock) {
        this.store = store;
        this.table = table;
        this.tasks = tasks;
        this.results = results;
        this.room = room;
        this.work = work;
        this.turns = turns;
        this.making = making;
        this.files = files;
        this.tokens = tokens;
        this.clock = clock;
    }

    /**
     * A seat, and how far it is.
     *
     * @param hints that were taken at the task that is open
     * @param minutesLeft rounded up; 0 when its time is over
     */
    public record At(
            ServedLab lab,
            Seat seat,
            List<LabTasks.Task> tasks,
            Map<String, LabTable.Progress> progress,
            Optional<LabTasks.Task> task,
            List<String> hints,
            boolean moreHints,
            long minutesLeft) {
        public boolean over() {
            return minutesLeft <= 0;
        }

        public boolean passed(String name) {
            return Optional.ofNullable(progress.get(name))
                    .flatMap(each -> each.at().passed())
                    .isPresent();
        }

        /** Whether something can still be done here. */
        public boolean open() {
            return !over() && !lab.closed();
        }

        public String verdict() {
            return task.flatMap(each -> Optional.ofNullable(progress.get(each.name())))
                    .map(LabTable.Progress::verdict)
                    .orElse("");
        }

        public boolean checked() {
            return task.flatMap(each -> Optional.ofNullable(progress.get(each.name())))
                    .flatMap(each -> each.at().lastCheck())
                    .isPresent();
        }
    }

    /** @throws SlipwayException {@code not-found} for who has no seat there */
    public At at(Caller caller, long number) {
        ServedLab lab = table.lab(number).orElseThrow(() -> none(number));
        Seat seat = table.seatsOf(caller.person()).stream()
                .filter(each -> each.lab() == number)
                .findFirst()
                .orElseThrow(() -> none(number));
        return at(lab, seat);
    }

    private static SlipwayException none(long number) {
        return SlipwayException.of(ErrorCode.NOT_FOUND, "You have no seat in a lab " + number + ".", "");
    }

    private At at(ServedLab lab, Seat seat) {
        Map<String, LabTable.Progress> progress = table.progress(seat);
        Optional<LabTasks.Task> task = seat.task().isEmpty() ? Optional.empty() : Optional.of(tasks.named(seat.task()));
        Optional<AtTask> now = task.flatMap(each -> Optional.ofNullable(progress.get(each.name())))
                .map(LabTable.Progress::at);
        List<String> hints = task.map(each -> each.lab()
                        .hints()
                        .subList(
                                0,
                                Math.min(
                                        now.map(AtTask::hints).orElse(0),
                                        each.lab().hints().size())))
                .orElse(List.of());
        boolean more =
                task.flatMap(each -> now.flatMap(at -> at.nextHint(each.lab()))).isPresent();
        long left = Math.max(
                0,
                Duration.between(clock.instant(), seat.ends()).plusSeconds(59).toMinutes());
        return new At(lab, seat, tasks.of(lab), progress, task, hints, more, left);
    }

    /** @throws SlipwayException {@code lab-seat-ended} */
    private At open(Caller caller, long number) {
        At at = at(caller, number);
        if (!at.open()) {
            throw SlipwayException.of(
                    ErrorCode.LAB_SEAT_ENDED,
                    at.lab().closed() ? "The lab is closed." : "The time of your seat is over.",
                    at.lab().closed() ? "" : "Whoever runs the lab can extend it.");
        }
        return at;
    }

    private At working(Caller caller, long number) {
        At at = open(caller, number);
        if (at.task().isEmpty()) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "No task is open.", "Begin one.");
        }
        return at;
    }

    /** Opens a task, or begins the one that is open anew: databases, artifacts and files are what it starts with. */
    public void begin(Caller caller, long number, String name) {
        begin(caller, offering(caller, number, name), name, doing -> {});
    }

    /**
     * The same in the background; what is being made is told by {@link #making}.
     *
     * @throws SlipwayException {@code lab-busy} while a task is being made there
     */
    public void start(Caller caller, long number, String name) {
        At at = offering(caller, number, name);
        making.start(at.seat(), name, told -> begin(caller, at, name, told));
    }

    /** What is being made at a seat, or could not be; empty for nothing. */
    public Optional<SeatMaking.Making> making(At at) {
        return making.of(at.seat());
    }

    private At offering(Caller caller, long number, String name) {
        At at = open(caller, number);
        if (!at.lab().tasks().contains(name)) {
            throw SlipwayException.of(ErrorCode.NOT_FOUND, "This lab has no task '" + name + "'.", "");
        }
        return at;
    }

    private void begin(Caller caller, At at, String name, Consumer<String> told) {
        LabTasks.Task task = tasks.named(name);
        results.made(at.lab(), at.seat());
        turns.run(at.seat().role(), cancellation -> {
            room.begin(caller, at.seat(), task.scenario(), task.lab(), told);
            table.begin(at.seat(), name, clock.instant());
            return name;
        });
    }

    /** @throws SlipwayException {@code lab-file-changed}, {@code request-too-large}, {@code request-invalid} */
    public void save(Caller caller, long number, String path, long version, String text) {
        files.save(working(caller, number).seat(), path.strip(), version, text);
    }

    public void delete(Caller caller, long number, String path, long version) {
        files.delete(working(caller, number).seat(), path, version);
    }

    /** What a verb said is kept at the seat, whether it did what was asked or not. */
    private void say(Seat seat, String headline, BiFunction<SeatWork, Cancellation, String> verb) {
        String said;
        try {
            said = turns.run(seat.role(), cancellation -> verb.apply(work, cancellation));
        } catch (SlipwayException e) {
            if (e.code() == ErrorCode.LAB_BUSY || e.code() == ErrorCode.LAB_UNAVAILABLE) {
                throw e;
            }
            said = WorkText.refused(e);
        }
        String text = headline + "\n" + said;
        table.said(seat, text.length() > LONGEST_SAID ? text.substring(0, LONGEST_SAID) + "…" : text);
    }

    public void pack(Caller caller, long number) {
        Seat seat = working(caller, number).seat();
        say(seat, "Package", (verbs, cancellation) -> verbs.run(caller, seat, new SeatCommand.Pack(), cancellation));
    }

    public void deploy(Caller caller, long number, String environment) {
        Seat seat = working(caller, number).seat();
        say(
                seat,
                "Deploy to " + environment,
                (verbs, cancellation) -> verbs.run(caller, seat, new SeatCommand.Deploy(environment), cancellation));
    }

    public void rollBack(Caller caller, long number, String environment, String change) {
        Seat seat = working(caller, number).seat();
        say(
                seat,
                "Roll " + change + " back on " + environment,
                (verbs, cancellation) ->
                        verbs.run(caller, seat, new SeatCommand.RollBack(environment, change), cancellation));
    }

    /** Asks the databases whether the task is done. */
    public Judgement check(Caller caller, long number) {
        At at = working(caller, number);
        Lab lab = at.task().orElseThrow().lab();
        Judgement judgement = work.check(at.seat(), lab);
        Instant now = clock.instant();
        store.run(handle -> {
            if (LabTable.checked(handle, at.seat(), judgement, now)) {
                results.passed(handle, at.lab(), at.seat());
            }
        });
        return judgement;
    }

    /** Gives the next hint, if there is one. */
    public void hint(Caller caller, long number) {
        At at = working(caller, number);
        if (at.moreHints()) {
            table.hinted(at.seat());
        }
    }

    /** Begins the task anew and plays its solution in. From then on it counts as shown, not as passed. */
    public void solve(Caller caller, long number) {
        solve(caller, working(caller, number), doing -> {});
    }

    /**
     * The same in the background, as {@link #start} does.
     *
     * @throws SlipwayException {@code lab-busy} while a task is being made there
     */
    public void startSolution(Caller caller, long number) {
        At at = working(caller, number);
        making.start(at.seat(), at.seat().task(), told -> solve(caller, at, told));
    }

    private void solve(Caller caller, At at, Consumer<String> told) {
        LabTasks.Task task = at.task().orElseThrow();
        begin(caller, at, task.name(), told);
        table.solved(at.seat());
        told.accept("The solution is played.");
        say(
                at.seat(),
                "Solution",
                (verbs, cancellation) ->
                        verbs.play(caller, at.seat(), task.lab().solution(), cancellation));
    }

    /** @param text empty takes the call back */
    public void askHelp(Caller caller, long number, String text) {
        if (text.length() > LONGEST_HELP) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "A call for help has at most " + LONGEST_HELP + " characters.", "");
        }
        table.help(open(caller, number).seat(), text.strip(), clock.instant());
    }

    public List<SeatFiles.SeatFile> files(At at) {
        return files.names(at.seat());
    }

    public Optional<SeatFiles.SeatFile> file(At at, String path) {
        return files.find(at.seat(), path);
    }

    /** The changes that can be rolled back: those of the newest artifact, the last first. */
    public List<String> changes(At at) {
        return at.task().isEmpty() ? List.of() : work.changes(at.seat());
    }

    /** A token for a terminal, for this seat's project and no longer than the seat. Shown once. */
    public Tokens.Made token(Caller caller, long number) {
        Seat seat = working(caller, number).seat();
        return tokens.make(
                caller,
                "seat in lab " + number,
                EnumSet.of(Permission.VIEW, Permission.UPLOAD, Permission.DEPLOY, Permission.ROLL_BACK),
                seat.project(),
                Duration.between(clock.instant(), seat.ends()));
    }

    /** The seat's project for a terminal: its definition, its files, and the artifacts that it continues. */
    public byte[] project(Caller caller, long number) {
        Seat seat = working(caller, number).seat();
        return turns.run(seat.role(), cancellation -> work.zip(seat));
    }

    /** For tests, which do what its person cannot. */
    SeatWork work() {
        return work;
    }

    SeatRoom room() {
        return room;
    }
}
