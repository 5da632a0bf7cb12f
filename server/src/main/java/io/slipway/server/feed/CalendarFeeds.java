package io.slipway.server.feed;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.RandomText;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Calendars that people's programs fetch without signing in, by a secret in the URL. One shows what its person may see
 * when it is fetched, and nothing once that person is gone or has revoked it.
 */
public final class CalendarFeeds {
    private static final int MOST = 20;
    private final Store store;
    private final People people;
    private final Rollouts rollouts;
    private final List<CalendarEntries> entries;
    private final AuditLog audit;
    private final Clock clock;

    public CalendarFeeds(
            Store store, People people, Rollouts rollouts, List<CalendarEntries> entries, AuditLog audit, Clock clock) {
        this.store = store;
        this.people = people;
        this.rollouts = rollouts;
        this.entries = List.copyOf(entries);
        this.audit = audit;
        this.clock = clock;
    }

    /** @param project empty for all rollouts that the person may see */
    public record Feed(String id, String project, Instant madeAt) {}

    /** @param secret shown this once */
    public record Made(Feed feed, String secret) {
        @Override
        public String toString() {
            return feed.toString();
        }
    }

    public List<Feed> of(Caller caller) {
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM calendar_feed WHERE person = :person ORDER BY made_at, id")
                .bind("person", caller.name())
                .map((row, context) -> new Feed(
                        row.getString("id"), row.getString("project"), Instant.ofEpochMilli(row.getLong("made_at"))))
                .list());
    }

    /**
     * Makes one.
     *
     * @throws SlipwayException {@code not-allowed} to a token, which would outlive itself that way; {@code not-found}
     */
    public Made make(Caller caller, String project) {
        if (caller.token().isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED, "A token makes no calendar for its person.", "Sign in with a browser.");
        }
        if (!project.isEmpty() && !caller.may(Permission.VIEW, project)) {
            throw SlipwayException.of(ErrorCode.NOT_FOUND, "There is no project '" + project + "'.", "");
        }
        if (of(caller).size() >= MOST) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "You have " + MOST + " calendars already.", "Revoke one.");
        }
        Feed feed = new Feed(UUID.randomUUID().toString(), project, Instant.ofEpochMilli(clock.millis()));
        String secret = RandomText.next();
        store.run(handle -> {
            handle.createUpdate("INSERT INTO calendar_feed (id, digest, person, project, made_at)"
                            + " VALUES (:id, :digest, :person, :project, :now)")
                    .bind("id", feed.id())
                    .bind("digest", RandomText.digest(secret))
                    .bind("person", caller.name())
                    .bind("project", project)
                    .bind("now", feed.madeAt().toEpochMilli())
                    .execute();
            audit.append(handle, caller.name(), "calendar-feed-made", project, feed.id(), Map.of());
        });
        return new Made(feed, secret);
    }

    /** @throws SlipwayException {@code not-found} for one that is not theirs */
    public void revoke(Caller caller, String id) {
        store.run(handle -> {
            int gone = handle.createUpdate("DELETE FROM calendar_feed WHERE id = :id AND person = :person")
                    .bind("id", id)
                    .bind("person", caller.name())
                    .execute();
            if (gone == 0) {
                throw SlipwayException.of(ErrorCode.NOT_FOUND, "You have no such calendar.", "");
            }
            audit.append(handle, caller.name(), "calendar-feed-revoked", "", id, Map.of());
        });
    }

    private record Owner(String person, String project) {}

    /** @throws SlipwayException {@code not-found} for every secret that opens nothing, whyever */
    public String text(String secret) {
        Optional<Owner> owner = store.read(
                handle -> handle.createQuery("SELECT person, project FROM calendar_feed WHERE digest = :digest")
                        .bind("digest", RandomText.digest(secret))
                        .map((row, context) -> new Owner(row.getString("person"), row.getString("project")))
                        .findOne());
        Optional<Caller> caller = owner.flatMap(o -> people.named(o.person()))
                .filter(Person::active)
                .map(person -> new Caller(person, people.grants(person.id()), Optional.empty()));
        if (owner.isEmpty() || caller.isEmpty()) {
            throw SlipwayException.of(ErrorCode.NOT_FOUND, "There is no such calendar.", "");
        }
        String project = owner.get().project();
        List<ServedRollout> shown = rollouts.visible(caller.get()).stream()
                .filter(served -> project.isEmpty() || served.project().equals(project))
                .toList();
        return FeedText.of(
                project.isEmpty() || shown.isEmpty()
                        ? "Rollouts"
                        : "Rollout of " + shown.get(0).rollout().title(),
                shown,
                entries);
    }
}
