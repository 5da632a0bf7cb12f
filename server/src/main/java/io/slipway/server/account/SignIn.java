package io.slipway.server.account;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/**
 * Signing in with name and password. Whoever guesses is slowed down by where they come from, never by whose name they
 * guess at: so nobody can lock somebody else out.
 */
public final class SignIn {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final int TRIES_ON_ONE_NAME = 10;
    private static final int TRIES_FROM_ONE_ADDRESS = 50;

    private final Store store;
    private final People people;
    private final Sessions sessions;
    private final AuditLog audit;
    private final Clock clock;

    public SignIn(Store store, People people, Sessions sessions, AuditLog audit, Clock clock) {
        this.store = store;
        this.people = people;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param address where the request comes from
     * @return the session cookie's value
     * @throws SlipwayException {@code sign-in-refused}, {@code too-many-tries}
     */
    public String run(String name, String password, String address) {
        refuseGuesser(name, address);
        Person person = people.verify(name, password).orElseThrow(() -> refused(name, address));
        store.run(handle -> {
            handle.createUpdate("DELETE FROM sign_in_failure WHERE name = :name AND address = :address")
                    .bind("name", person.name())
                    .bind("address", address)
                    .execute();
            audit.append(handle, person.name(), "signed-in", "", person.name(), Map.of("address", address));
        });
        return sessions.start(person);
    }

    private void refuseGuesser(String name, String address) {
        long since = clock.millis() - WINDOW.toMillis();
        long onName = store.read(handle -> handle.createQuery("SELECT count(*) FROM sign_in_failure"
                        + " WHERE name = :name AND address = :address AND at > :since")
                .bind("name", known(name))
                .bind("address", address)
                .bind("since", since)
                .mapTo(Long.class)
                .one());
        long fromAddress = store.read(handle -> handle.createQuery(
                        "SELECT count(*) FROM sign_in_failure WHERE address = :address AND at > :since")
                .bind("address", address)
                .bind("since", since)
                .mapTo(Long.class)
                .one());
        if (onName >= TRIES_ON_ONE_NAME || fromAddress >= TRIES_FROM_ONE_ADDRESS) {
            throw SlipwayException.of(
                    ErrorCode.TOO_MANY_TRIES,
                    "Too many failed tries from where you are.",
                    "Wait " + WINDOW.toMinutes() + " minutes, or sign in from elsewhere.");
        }
    }

    private SlipwayException refused(String name, String address) {
        store.run(handle -> {
            handle.createUpdate("DELETE FROM sign_in_failure WHERE at < :since")
                    .bind("since", clock.millis() - WINDOW.toMillis())
                    .execute();
            handle.createUpdate(
                            "INSERT INTO sign_in_failure (id, name, address, at) VALUES (:id, :name, :address, :now)")
                    .bind("id", UUID.randomUUID().toString())
                    .bind("name", known(name))
                    .bind("address", address)
                    .bind("now", clock.millis())
                    .execute();
        });
        return SlipwayException.of(ErrorCode.SIGN_IN_REFUSED, "Name or password is wrong.", "");
    }

    /** People type passwords into the name field: what is nobody's name is not written down. */
    private String known(String name) {
        return people.named(name).map(Person::name).orElse("");
    }
}
