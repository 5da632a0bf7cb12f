package io.slipway.server.lab;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes seats in the background, for on a busy machine that takes longer than anybody looks at a page that says nothing.
 * What is being made just now is kept in the store, so that a page says it whichever node it is asked of.
 */
public final class SeatMaking implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SeatMaking.class);
    /** What says nothing for longer died with its server. */
    private static final Duration ABANDONED = Duration.ofMinutes(5);

    private final Store store;
    private final Clock clock;
    /** As many as there are seats: they wait for their turn, a few of which come at once. */
    private final ExecutorService makers = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "slipway-seat");
        thread.setDaemon(true);
        return thread;
    });

    SeatMaking(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A task that is being made at a seat, or could not be.
     *
     * @param doing what is made just now, or why it could not be
     */
    public record Making(String task, String doing, Instant begun, boolean failed) {}

    /** Empty where nothing is being made, and the last that was is there. */
    Optional<Making> of(Seat seat) {
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM lab_making WHERE seat = :seat AND (failed OR at > :abandoned)")
                .bind("seat", seat.id())
                .bind("abandoned", clock.instant().minus(ABANDONED).toEpochMilli())
                .map((row, context) -> new Making(
                        row.getString("task"),
                        row.getString("doing"),
                        Instant.ofEpochMilli(row.getLong("begun_at")),
                        row.getBoolean("failed")))
                .findOne());
    }

    /**
     * Begins to make a task.
     *
     * @param work is given whom to tell what it does just now
     * @throws SlipwayException {@code lab-busy} while another is being made there
     */
    void start(Seat seat, String task, Consumer<Consumer<String>> work) {
        if (!claim(seat, task)) {
            throw SlipwayException.of(
                    ErrorCode.LAB_BUSY, "A task is being made here already.", "Wait until it is there.");
        }
        makers.execute(() -> make(seat, work));
    }

    private boolean claim(Seat seat, String task) {
        Instant now = clock.instant();
        return store.write(
                handle -> handle.createUpdate("INSERT INTO lab_making (seat, task, doing, begun_at, at, failed)"
                                        + " VALUES (:seat, :task, :doing, :now, :now, false)"
                                        + " ON CONFLICT (seat) DO UPDATE SET task = excluded.task,"
                                        + " doing = excluded.doing, begun_at = excluded.begun_at, at = excluded.at,"
                                        + " failed = false WHERE lab_making.failed OR lab_making.at <= :abandoned")
                                .bind("seat", seat.id())
                                .bind("task", task)
                                .bind("doing", "It waits for its turn.")
                                .bind("now", now.toEpochMilli())
                                .bind("abandoned", now.minus(ABANDONED).toEpochMilli())
                                .execute()
                        > 0);
    }

    private void make(Seat seat, Consumer<Consumer<String>> work) {
        try {
            work.accept(doing -> say(seat, doing, false));
            store.run(handle -> handle.createUpdate("DELETE FROM lab_making WHERE seat = :seat")
                    .bind("seat", seat.id())
                    .execute());
        } catch (SlipwayException e) {
            say(seat, (e.getMessage() + " " + e.help()).strip(), true);
        } catch (RuntimeException e) {
            LOG.warn("the seat {} could not be made", seat.id(), e);
            say(seat, "It could not be made: a defect. The server's log has the details.", true);
        }
    }

    private void say(Seat seat, String doing, boolean failed) {
        store.run(handle -> handle.createUpdate(
                        "UPDATE lab_making SET doing = :doing, at = :now, failed = :failed WHERE seat = :seat")
                .bind("doing", doing)
                .bind("now", clock.millis())
                .bind("failed", failed)
                .bind("seat", seat.id())
                .execute());
    }

    @Override
    public void close() {
        makers.shutdownNow();
    }
}
