package io.slipway.server.lab;

import io.slipway.enablement.lab.AtTask;
import io.slipway.enablement.lab.Judgement;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Labs, seats, and how far each is. */
final class LabTable {
    private static final String SEATS =
            "SELECT p.*, s.id AS seat, s.lab, s.task, s.opened_at, s.ends_at, s.locked_at, s.said, s.help, s.help_at"
                    + " FROM lab_seat s JOIN person p ON p.id = s.person ";
    private final Store store;

    LabTable(Store store) {
        this.store = store;
    }

    /** @param solved whether the solution was played since it was begun */
    record Progress(String task, AtTask at, String verdict, boolean solved) {}

    static long open(
            Handle handle, String title, List<String> tasks, Optional<ServedLab.OfSession> of, String by, Instant now) {
        long number = Store.next(handle, "lab");
        handle.createUpdate("INSERT INTO lab (number, title, tasks, team, session, opened_by, opened_at)"
                        + " VALUES (:number, :title, :tasks, :team, :session, :by, :now)")
                .bind("number", number)
                .bind("title", title)
                .bind("tasks", String.join(",", tasks))
                .bind("team", of.map(ServedLab.OfSession::team))
                .bind("session", of.map(ServedLab.OfSession::session))
                .bind("by", by)
                .bind("now", now.toEpochMilli())
                .execute();
        return number;
    }

    /** Makes a seat; nothing happens where that person has one in this lab. */
    static void seat(Handle handle, long lab, String id, Person person, Instant now, Instant ends) {
        handle.createUpdate("INSERT INTO lab_seat (id, lab, person, task, opened_at, ends_at, said, help)"
                        + " VALUES (:id, :lab, :person, '', :now, :ends, '', '') ON CONFLICT DO NOTHING")
                .bind("id", id)
                .bind("lab", lab)
                .bind("person", person.id())
                .bind("now", now.toEpochMilli())
                .bind("ends", ends.toEpochMilli())
                .execute();
    }

    Optional<ServedLab> lab(long number) {
        return store.read(handle -> handle.createQuery("SELECT * FROM lab WHERE number = :number")
                .bind("number", number)
                .map((row, context) -> lab(row))
                .findOne());
    }

    /** The newest first. */
    List<ServedLab> labs() {
        return store.read(handle -> handle.createQuery("SELECT * FROM lab ORDER BY number DESC")
                .map((row, context) -> lab(row))
                .list());
    }

    private static ServedLab lab(ResultSet row) throws SQLException {
        Optional<ServedLab.OfSession> of = Optional.ofNullable(row.getString("team"))
                .flatMap(team -> number(row, "session").map(session -> new ServedLab.OfSession(team, session)));
        return new ServedLab(
                row.getLong("number"),
                row.getString("title"),
                Arrays.asList(row.getString("tasks").split(",")),
                of,
                row.getString("opened_by"),
                Instant.ofEpochMilli(row.getLong("opened_at")),
                number(row, "closed_at").map(Instant::ofEpochMilli));
    }

    static Optional<Long> number(ResultSet row, String column) {
        try {
            return Optional.ofNullable((Number) row.getObject(column)).map(Number::longValue);
        } catch (SQLException e) {
            throw new IllegalStateException(column, e);
        }
    }

    /** In the order of names. */
    List<Seat> seats(long lab) {
        return store.read(handle -> handle.createQuery(SEATS + "WHERE s.lab = :lab ORDER BY p.full_name, p.name")
                .bind("lab", lab)
                .map((row, context) -> seat(row))
                .list());
    }

    Optional<Seat> seat(String id) {
        return store.read(handle -> handle.createQuery(SEATS + "WHERE s.id = :id")
                .bind("id", id)
                .map((row, context) -> seat(row))
                .findOne());
    }

    /** Of labs that are open. */
    List<Seat> openSeats() {
        return store.read(handle -> handle.createQuery(
                        SEATS + "JOIN lab l ON l.number = s.lab WHERE l.closed_at IS NULL ORDER BY s.id")
                .map((row, context) -> seat(row))
                .list());
    }

    /** Those that still have a project though their lab ended before that. */
    List<Seat> seatsLeft(Instant before) {
        return store.read(
                handle -> handle.createQuery(SEATS + "JOIN lab l ON l.number = s.lab WHERE l.closed_at < :before"
                                + " AND EXISTS (SELECT 1 FROM project WHERE name = 'seat-' || s.id) ORDER BY s.id")
                        .bind("before", before.toEpochMilli())
                        .map((row, context) -> seat(row))
                        .list());
    }

    /** Somebody's own, the newest first. */
    List<Seat> seatsOf(Person person) {
        return store.read(handle -> handle.createQuery(SEATS + "WHERE s.person = :person ORDER BY s.lab DESC")
                .bind("person", person.id())
                .map((row, context) -> seat(row))
                .list());
    }

    private static Seat seat(ResultSet row) throws SQLException {
        return new Seat(
                row.getString("seat"),
                row.getLong("lab"),
                People.person(row),
                row.getString("task"),
                Instant.ofEpochMilli(row.getLong("opened_at")),
                Instant.ofEpochMilli(row.getLong("ends_at")),
                number(row, "locked_at").map(Instant::ofEpochMilli),
                row.getString("said"),
                row.getString("help"),
                number(row, "help_at").map(Instant::ofEpochMilli));
    }

    void said(Seat seat, String text) {
        store.run(handle -> handle.createUpdate("UPDATE lab_seat SET said = :said WHERE id = :id")
                .bind("said", text)
                .bind("id", seat.id())
                .execute());
    }

    static void ends(Handle handle, Seat seat, Instant ends) {
        handle.createUpdate("UPDATE lab_seat SET ends_at = :ends, locked_at = NULL WHERE id = :id")
                .bind("ends", ends.toEpochMilli())
                .bind("id", seat.id())
                .execute();
    }

    /** @return whether it was open until now */
    boolean lock(Seat seat, Instant now) {
        return store.write(handle ->
                handle.createUpdate("UPDATE lab_seat SET locked_at = :now WHERE id = :id AND locked_at IS NULL")
                                .bind("now", now.toEpochMilli())
                                .bind("id", seat.id())
                                .execute()
                        > 0);
    }

    /** @param text empty once it is answered */
    void help(Seat seat, String text, Instant now) {
        store.run(handle -> handle.createUpdate("UPDATE lab_seat SET help = :text, help_at = :at WHERE id = :id")
                .bind("text", text)
                .bind("at", text.isEmpty() ? Optional.empty() : Optional.of(now.toEpochMilli()))
                .bind("id", seat.id())
                .execute());
    }

    static void close(Handle handle, ServedLab lab, Instant now) {
        handle.createUpdate("UPDATE lab SET closed_at = :now WHERE number = :number AND closed_at IS NULL")
                .bind("now", now.toEpochMilli())
                .bind("number", lab.number())
                .execute();
    }

    /** By task. */
    Map<String, Progress> progress(Seat seat) {
        return store.read(handle -> progress(handle, seat));
    }

    private static Map<String, Progress> progress(Handle handle, Seat seat) {
        return handle.createQuery("SELECT * FROM lab_progress WHERE seat = :seat")
                .bind("seat", seat.id())
                .reduceRows(new HashMap<String, Progress>(), (all, row) -> {
                    Progress one = new Progress(
                            row.getColumn("task", String.class),
                            new AtTask(
                                    Instant.ofEpochMilli(row.getColumn("begun_at", Long.class)),
                                    row.getColumn("checks", Integer.class),
                                    Optional.ofNullable(row.getColumn("checked_at", Long.class))
                                            .map(Instant::ofEpochMilli),
                                    row.getColumn("hints", Integer.class),
                                    Optional.ofNullable(row.getColumn("passed_at", Long.class))
                                            .map(Instant::ofEpochMilli)),
                            row.getColumn("verdict", String.class),
                            row.getColumn("solved", Boolean.class));
                    all.put(one.task(), one);
                    return all;
                });
    }

    /** A task is begun, or begun anew; what was passed before stays passed. */
    void begin(Seat seat, String task, Instant now) {
        store.run(handle -> {
            handle.createUpdate("UPDATE lab_seat SET task = :task, said = '' WHERE id = :id")
                    .bind("task", task)
                    .bind("id", seat.id())
                    .execute();
            handle.createUpdate("INSERT INTO lab_progress (seat, task, begun_at, checks, verdict, hints, solved)"
                            + " VALUES (:seat, :task, :now, 0, '', 0, false) ON CONFLICT (seat, task) DO UPDATE"
                            + " SET begun_at = excluded.begun_at, checks = 0, checked_at = NULL, verdict = '',"
                            + " solved = false")
                    .bind("seat", seat.id())
                    .bind("task", task)
                    .bind("now", now.toEpochMilli())
                    .execute();
        });
    }

    /**
     * What a check came to.
     *
     * @return whether it is passed by this, and was not before
     */
    static boolean checked(Handle handle, Seat seat, Judgement judgement, Instant now) {
        handle.createUpdate("UPDATE lab_progress SET checks = checks + :failed, checked_at = :now, verdict = :verdict"
                        + " WHERE seat = :seat AND task = :task")
                .bind("failed", judgement.passed() ? 0 : 1)
                .bind("now", now.toEpochMilli())
                .bind("verdict", judgement.say())
                .bind("seat", seat.id())
                .bind("task", seat.task())
                .execute();
        return judgement.passed()
                && handle.createUpdate("UPDATE lab_progress SET passed_at = :now WHERE seat = :seat AND task = :task"
                                        + " AND passed_at IS NULL AND NOT solved")
                                .bind("now", now.toEpochMilli())
                                .bind("seat", seat.id())
                                .bind("task", seat.task())
                                .execute()
                        > 0;
    }

    void hinted(Seat seat) {
        store.run(handle -> handle.createUpdate(
                        "UPDATE lab_progress SET hints = hints + 1 WHERE seat = :seat AND task = :task")
                .bind("seat", seat.id())
                .bind("task", seat.task())
                .execute());
    }

    /** The solution was played: what is checked from now on is not the trainee's. */
    void solved(Seat seat) {
        store.run(handle -> handle.createUpdate(
                        "UPDATE lab_progress SET solved = true WHERE seat = :seat AND task = :task")
                .bind("seat", seat.id())
                .bind("task", seat.task())
                .execute());
    }
}
