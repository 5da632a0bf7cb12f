package io.slipway.server.account;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The first person: whoever has the link that the first start printed. There is no default password. */
public final class SetUp {
    /** What the audit log calls who has a link and is not signed in. */
    static final String ACTOR = "set-up link";

    private final Store store;
    private final People people;
    private final Clock clock;

    public SetUp(Store store, People people, Clock clock) {
        this.store = store;
        this.people = people;
        this.clock = clock;
    }

    /** A new secret for the link, for as long as there is nobody; earlier ones end. */
    public Optional<String> offer() {
        if (people.any()) {
            return Optional.empty();
        }
        String secret = RandomText.next();
        store.run(handle -> {
            handle.execute("DELETE FROM setup_link");
            handle.createUpdate("INSERT INTO setup_link (digest, made_at) VALUES (:digest, :now)")
                    .bind("digest", RandomText.digest(secret))
                    .bind("now", clock.millis())
                    .execute();
        });
        return Optional.of(secret);
    }

    public boolean valid(String secret) {
        return store.read(
                handle -> handle.createQuery("SELECT 1 FROM setup_link WHERE digest = :digest AND used_at IS NULL")
                        .bind("digest", RandomText.digest(secret))
                        .mapTo(Integer.class)
                        .findOne()
                        .isPresent());
    }

    /** @throws SlipwayException {@code setup-link-used}, and what {@link People#add} throws */
    public Person use(String secret, People.NewPerson first) {
        return store.write(handle -> {
            int used = handle.createUpdate(
                            "UPDATE setup_link SET used_at = :now WHERE digest = :digest AND used_at IS NULL")
                    .bind("now", clock.millis())
                    .bind("digest", RandomText.digest(secret))
                    .execute();
            if (used == 0) {
                throw used();
            }
            return people.add(handle, ACTOR, first, List.of(new Grant(Role.ADMINISTRATOR, "", "")));
        });
    }

    /** What a link that is good no more is answered with, whatever the reason. */
    public static SlipwayException used() {
        return SlipwayException.of(
                ErrorCode.SETUP_LINK_USED,
                "This link is not good any more.",
                "It works once, for seven days, and until a newer one is made. Ask an administrator for a new one; on a"
                        + " server where nobody was set up yet, start it again.");
    }
}
