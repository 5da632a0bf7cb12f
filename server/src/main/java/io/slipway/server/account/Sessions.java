package io.slipway.server.account;

import io.slipway.server.access.Caller;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Who is signed in in a browser. Kept in the store, so that any node knows them. */
public final class Sessions {
    public static final String COOKIE = "slipway_session";
    public static final Duration LONGEST = Duration.ofHours(12);
    private static final int ID_LENGTH = 16;
    private static final Duration IDLE = Duration.ofHours(1);
    /** Being seen is written down no more often than this. */
    private static final Duration GRAIN = Duration.ofMinutes(1);

    private final Store store;
    private final Clock clock;

    public Sessions(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * One of a person's sessions.
     *
     * @param id the beginning of the digest of its secret
     */
    public record Session(String id, Instant started, Instant seen, Instant ends) {
        public boolean is(Optional<String> secret) {
            return secret.filter(s -> RandomText.digest(s).startsWith(id)).isPresent();
        }
    }

    /** Those that have not ended, the one that was seen last first. */
    public List<Session> of(Person person) {
        return store.read(handle -> handle.createQuery("SELECT * FROM session WHERE person = :person"
                        + " AND ends_at > :now AND seen_at > :idle ORDER BY seen_at DESC")
                .bind("person", person.id())
                .bind("now", clock.millis())
                .bind("idle", clock.millis() - IDLE.toMillis())
                .map((row, context) -> new Session(
                        row.getString("digest").substring(0, ID_LENGTH),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("seen_at")),
                        Instant.ofEpochMilli(row.getLong("ends_at"))))
                .list());
    }

    /** Ends one of their sessions; somebody else's, or none, is left alone. */
    public void end(Person person, String id) {
        store.run(handle -> handle.createUpdate(
                        "DELETE FROM session WHERE person = :person AND substr(digest, 1, :length) = :id")
                .bind("person", person.id())
                .bind("length", ID_LENGTH)
                .bind("id", id)
                .execute());
    }

    /** @return the cookie's value */
    public String start(Person person) {
        String secret = RandomText.next();
        store.run(handle -> {
            handle.createUpdate("DELETE FROM session WHERE ends_at < :now")
                    .bind("now", clock.millis())
                    .execute();
            handle.createUpdate("INSERT INTO session (digest, person, created_at, seen_at, ends_at)"
                            + " VALUES (:digest, :person, :now, :now, :ends)")
                    .bind("digest", RandomText.digest(secret))
                    .bind("person", person.id())
                    .bind("now", clock.millis())
                    .bind("ends", clock.millis() + LONGEST.toMillis())
                    .execute();
        });
        return secret;
    }

    public void end(String secret) {
        store.run(handle -> handle.createUpdate("DELETE FROM session WHERE digest = :digest")
                .bind("digest", RandomText.digest(secret))
                .execute());
    }

    /** Empty when there is no such session, it has ended, or its person may not sign in any more. */
    public Optional<Caller> caller(String secret) {
        String digest = RandomText.digest(secret);
        long now = clock.millis();
        record Seen(Caller caller, long at) {}
        Optional<Seen> seen = store.read(handle -> handle.createQuery(
                        "SELECT p.*, s.seen_at FROM session s JOIN person p ON p.id = s.person"
                                + " WHERE s.digest = :digest AND s.ends_at > :now AND s.seen_at > :idle AND p.active")
                .bind("digest", digest)
                .bind("now", now)
                .bind("idle", now - IDLE.toMillis())
                .map((row, context) -> {
                    Person person = People.person(row);
                    return new Seen(
                            new Caller(person, People.grants(handle, person.id()), Optional.empty()),
                            row.getLong("seen_at"));
                })
                .findOne());
        seen.filter(s -> s.at() < now - GRAIN.toMillis()).ifPresent(s -> store.run(handle -> touch(handle, digest)));
        return seen.map(Seen::caller);
    }

    private void touch(Handle handle, String digest) {
        handle.createUpdate("UPDATE session SET seen_at = :now WHERE digest = :digest")
                .bind("now", clock.millis())
                .bind("digest", digest)
                .execute();
    }
}
