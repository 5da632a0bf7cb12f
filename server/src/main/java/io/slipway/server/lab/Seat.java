package io.slipway.server.lab;

import io.slipway.server.account.Person;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody's place in a lab.
 *
 * @param id what its project, role and databases are named by: eight hex digits
 * @param task name of the scenario that is open; empty before the first
 * @param locked when its databases were closed because its time was over
 * @param said what the last verb said; empty for nothing
 * @param help what was asked of the facilitator and is not answered; empty for nothing
 */
public record Seat(
        String id,
        long lab,
        Person person,
        String task,
        Instant opened,
        Instant ends,
        Optional<Instant> locked,
        String said,
        String help,
        Optional<Instant> helpAt) {

    /** Of the project that it is on this server. */
    public String project() {
        return "seat-" + id;
    }

    public boolean over(Instant now) {
        return !now.isBefore(ends);
    }

    /** The role that its scripts run as. */
    String role() {
        return ROLES + id;
    }

    /** How the names of its databases begin. */
    String databases() {
        return role() + "_";
    }

    String database(String environment) {
        return databases() + environment;
    }

    /** How every seat's role begins. */
    static final String ROLES = "slipway_seat_";
}
