package io.slipway.release.packaging;

import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The scratch database that scripts are proved on, its watch, and what was done there; another when it is spoiled. */
final class ReferenceAtWork {
    private final ReferenceServer server;
    private final StepRunner runner;
    private final List<Step> done = new ArrayList<>();
    private ReferenceDatabase database;
    private CatalogueWatch watch;
    private Duration work;
    private boolean committed;
    /** Something ran on this session that is not to count as the next script's work. */
    private boolean unread = true;

    /**
     * From here on its catalogue is followed.
     *
     * @param done what ran on it
     * @param work how long that took which ran on it since the server gave it
     */
    ReferenceAtWork(
            ReferenceServer server, StepRunner runner, ReferenceDatabase database, List<Step> done, Duration work) {
        this.server = server;
        this.runner = runner;
        this.database = database;
        this.watch = database.watch();
        this.done.addAll(done);
        this.work = work;
    }

    ReferenceDatabase database() {
        return database;
    }

    Target target() {
        return database.target();
    }

    CatalogueWatch watch() {
        return watch;
    }

    /** Its session is another one, as after a copy. */
    void followAgain() {
        watch = database.watch();
    }

    /** How long that took which ran on the present database since the server gave it. */
    Duration work() {
        return work;
    }

    void worked(Duration time) {
        work = work.plus(time);
    }

    /** Whether something was, or may have been, committed. */
    boolean isCommitted() {
        return committed;
    }

    void committed(boolean may) {
        committed = may;
    }

    /** What runs again when the database has to be made again. */
    List<Step> done() {
        return List.copyOf(done);
    }

    void done(Step step) {
        done.add(step);
    }

    /** What runs here otherwise than in a transaction that is looked at is not to count as the next script's work. */
    void ranUnread() {
        unread = true;
    }

    /** From here on what runs counts. */
    void forgetUnread() throws SqlFailure {
        if (unread) {
            target().touched();
            unread = false;
        }
    }

    /** A new database with what was done before. */
    void startAgain() {
        database.close();
        ReferenceDatabase again = server.create();
        committed = true;
        long start = System.nanoTime();
        runner.replay(again.target(), done, step -> {});
        work = Timing.since(start);
        database = again;
        watch = again.watch();
        unread = true;
    }

    /** As {@link #startAgain()}, as if no more than this had been done. */
    void startAgain(List<Step> with) {
        done.clear();
        done.addAll(with);
        startAgain();
    }
}
