package io.slipway.release.target;

import java.time.Instant;
import java.util.Optional;

/** Keeps two deployments of one project from changing one database at the same time. Ends with the session. */
public interface TargetLock {

    /**
     * Tries once and does not wait.
     *
     * @param who person and machine, shown to those who wait
     * @return the fencing number, larger than any given out before; empty when somebody else holds it
     */
    Optional<Long> tryAcquire(String who);

    /** Who holds it now, this session included, and since when; empty when nobody does. Takes nothing. */
    Optional<Holder> holder();

    void release();

    /**
     * @param who as given to {@link #tryAcquire}
     * @param session where the server can tell: it outlives a killed process until the statement that it runs ends
     */
    record Holder(String who, Instant since, Optional<Session> session) {

        @Override
        public String toString() {
            return who + " since " + since
                    + session.map(s -> " (" + s.name() + ")").orElse("");
        }
    }

    /**
     * A session in the server.
     *
     * @param name such as {@code server process 4711}
     * @param end the SQL that ends it
     */
    record Session(String name, String end) {}
}
