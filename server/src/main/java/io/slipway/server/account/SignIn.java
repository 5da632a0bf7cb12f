package io.slipway.server.account;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

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
    private final byte[] key = new byte[32];

    public SignIn(Store store, People people, Sessions sessions, AuditLog audit, Clock clock) {
        this.store = store;
        this.people = people;
        this.sessions = sessions;
        this.audit = audit;
        this.clock = clock;
        new SecureRandom().nextBytes(key);
    }

    /**
     * @param address where the request comes from
     * @return the session cookie's value
     * @throws SlipwayException {@code sign-in-refused}, {@code too-many-tries}
     */
    public String run(String name, String password, String address) {
        Person person = check(name, password, address);
        store.run(handle -> audit.append(
                handle, person.name(), "signed-in", "", person.name(), Map.of("address", address, "by", "password")));
        return sessions.start(person);
    }

    /**
     * Puts another password in place of the one they have; all their sessions end.
     *
     * @return the cookie's value of a new session
     * @throws SlipwayException {@code sign-in-refused} when {@code old} is not theirs, {@code too-many-tries},
     *     {@code request-invalid} for a new one that will not do
     */
    public String changePassword(Person person, String old, String wanted, String address) {
        check(person.name(), old, address);
        people.setPassword(person.name(), person, wanted);
        return sessions.start(person);
    }

    private Person check(String name, String password, String address) {
        String bucket = bucket(name);
        String attempt = begin(bucket, address);
        // Written down before it is looked at, so that many tries at once count as many.
        refuseGuesser(attempt, bucket, address);
        Person person = people.verify(name, password)
                .orElseThrow(() -> SlipwayException.of(ErrorCode.SIGN_IN_REFUSED, "Name or password is wrong.", ""));
        store.run(handle -> handle.createUpdate("DELETE FROM sign_in_failure WHERE name = :name AND address = :address")
                .bind("name", bucket)
                .bind("address", address)
                .execute());
        return person;
    }

    private String begin(String bucket, String address) {
        String id = UUID.randomUUID().toString();
        store.run(handle -> {
            handle.createUpdate("DELETE FROM sign_in_failure WHERE at < :since")
                    .bind("since", clock.millis() - WINDOW.toMillis())
                    .execute();
            handle.createUpdate(
                            "INSERT INTO sign_in_failure (id, name, address, at) VALUES (:id, :name, :address, :now)")
                    .bind("id", id)
                    .bind("name", bucket)
                    .bind("address", address)
                    .bind("now", clock.millis())
                    .execute();
        });
        return id;
    }

    private void refuseGuesser(String attempt, String bucket, String address) {
        record Tries(long onName, long fromAddress) {}
        Tries tries = store.read(handle -> handle.createQuery("SELECT count(*) AS from_address,"
                        + " count(CASE WHEN name = :name THEN 1 END) AS on_name FROM sign_in_failure"
                        + " WHERE address = :address AND at > :since")
                .bind("name", bucket)
                .bind("address", address)
                .bind("since", clock.millis() - WINDOW.toMillis())
                .map((row, context) -> new Tries(row.getLong("on_name"), row.getLong("from_address")))
                .one());
        if (tries.onName() > TRIES_ON_ONE_NAME || tries.fromAddress() > TRIES_FROM_ONE_ADDRESS) {
            // Tries that were not looked at don't make the wait longer.
            store.run(handle -> handle.createUpdate("DELETE FROM sign_in_failure WHERE id = :id")
                    .bind("id", attempt)
                    .execute());
            throw SlipwayException.of(
                    ErrorCode.TOO_MANY_TRIES,
                    "Too many failed tries from where you are.",
                    "Wait " + WINDOW.toMinutes() + " minutes, or sign in from elsewhere.");
        }
    }

    /**
     * What stands for a name among the tries. The name itself is not written down, for people type passwords into that
     * field; and names that nobody has are counted like others, so that the limit does not tell which there are.
     */
    private String bucket(String name) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            byte[] digest = mac.doFinal(name.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }
}
