package io.slipway.server.account;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** What programs sign in with: each token belongs to a person, does no more than they may, and ends. */
public final class Tokens {
    /** So that secret scanners know one when they see it. */
    public static final String PREFIX = "slipway_";

    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration GRAIN = Duration.ofMinutes(1);
    private final Store store;
    private final AuditLog audit;
    private final Clock clock;

    public Tokens(Store store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param project empty for all projects that the person may reach */
    public record Token(
            String id,
            String name,
            Set<Permission> permissions,
            String project,
            Instant created,
            Instant ends,
            Optional<Instant> revoked,
            Optional<Instant> used) {}

    /** @param secret shown once and stored nowhere */
    public record Made(Token token, String secret) {
        @Override
        public String toString() {
            return token.toString();
        }
    }

    /** @throws SlipwayException {@code request-invalid} */
    public Made make(Caller owner, String name, Set<Permission> permissions, String project, Duration life) {
        if (name.isBlank() || name.length() > 100 || permissions.isEmpty()) {
            throw invalid("A token needs a name of up to 100 characters, and at least one permission.");
        }
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
            throw invalid("A token lives between a moment and " + LONGEST.toDays() + " days.");
        }
        if (owner.token().isPresent()) {
            throw SlipwayException.of(ErrorCode.NOT_ALLOWED, "A token cannot make tokens.", "Sign in to make one.");
        }
        String secret = PREFIX + RandomText.next();
        Instant now = clock.instant();
        Token token = new Token(
                UUID.randomUUID().toString(),
                name.strip(),
                EnumSet.copyOf(permissions),
                project,
                now,
                now.plus(life),
                Optional.empty(),
                Optional.empty());
        store.run(handle -> {
            handle.createUpdate("INSERT INTO access_token"
                            + " (id, person, name, digest, permissions, project, created_at, ends_at)"
                            + " VALUES (:id, :person, :name, :digest, :permissions, :project, :now, :ends)")
                    .bind("id", token.id())
                    .bind("person", owner.person().id())
                    .bind("name", token.name())
                    .bind("digest", RandomText.digest(secret))
                    .bind("permissions", text(permissions))
                    .bind("project", project)
                    .bind("now", now.toEpochMilli())
                    .bind("ends", token.ends().toEpochMilli())
                    .execute();
            audit.append(
                    handle,
                    owner.name(),
                    "token-made",
                    project,
                    token.name(),
                    Map.of(
                            "id",
                            token.id(),
                            "permissions",
                            text(permissions),
                            "ends",
                            token.ends().toString()));
        });
        return new Made(token, secret);
    }

    public List<Token> of(Person person) {
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM access_token WHERE person = :person ORDER BY created_at")
                .bind("person", person.id())
                .map((row, context) -> new Token(
                        row.getString("id"),
                        row.getString("name"),
                        permissions(row.getString("permissions")),
                        row.getString("project"),
                        Instant.ofEpochMilli(row.getLong("created_at")),
                        Instant.ofEpochMilli(row.getLong("ends_at")),
                        Optional.ofNullable((Number) row.getObject("revoked_at"))
                                .map(ms -> Instant.ofEpochMilli(ms.longValue())),
                        Optional.ofNullable((Number) row.getObject("used_at"))
                                .map(ms -> Instant.ofEpochMilli(ms.longValue()))))
                .list());
    }

    /** @throws SlipwayException {@code not-found}, also for somebody else's token */
    public void revoke(Caller owner, String id) {
        store.run(handle -> {
            int revoked = handle.createUpdate("UPDATE access_token SET revoked_at = :now"
                            + " WHERE id = :id AND person = :person AND revoked_at IS NULL")
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .bind("person", owner.person().id())
                    .execute();
            if (revoked == 0) {
                throw SlipwayException.of(ErrorCode.NOT_FOUND, "You have no such token.", "");
            }
            audit.append(handle, owner.name(), "token-revoked", "", id, Map.of());
        });
    }

    /** Ends every token that is for one project only. */
    public void revokeAll(Handle handle, String by, String project) {
        handle.createQuery("SELECT id FROM access_token WHERE project = :project AND revoked_at IS NULL")
                .bind("project", project)
                .mapTo(String.class)
                .list()
                .forEach(id -> revoke(handle, by, id));
    }

    /** Ends a token whoever it is of; nothing happens when it has ended already. */
    public void revoke(Handle handle, String by, String id) {
        int revoked = handle.createUpdate(
                        "UPDATE access_token SET revoked_at = :now WHERE id = :id AND revoked_at IS NULL")
                .bind("now", clock.millis())
                .bind("id", id)
                .execute();
        if (revoked > 0) {
            audit.append(handle, by, "token-revoked", "", id, Map.of());
        }
    }

    /** Empty for a token that is unknown, revoked or past its end, or whose person may not sign in any more. */
    public Optional<Caller> caller(String secret) {
        long now = clock.millis();
        record Seen(Caller caller, long usedAt) {}
        Optional<Seen> seen = store.read(handle -> handle.createQuery(
                        "SELECT p.*, t.id AS token, t.permissions, t.project, t.used_at FROM access_token t"
                                + " JOIN person p ON p.id = t.person WHERE t.digest = :digest AND t.ends_at > :now"
                                + " AND t.revoked_at IS NULL AND p.active")
                .bind("digest", RandomText.digest(secret))
                .bind("now", now)
                .map((row, context) -> {
                    Person person = People.person(row);
                    Caller.TokenScope scope = new Caller.TokenScope(
                            row.getString("token"),
                            permissions(row.getString("permissions")),
                            row.getString("project"));
                    return new Seen(
                            new Caller(person, People.grants(handle, person.id()), Optional.of(scope)),
                            row.getLong("used_at"));
                })
                .findOne());
        seen.filter(s -> s.usedAt() < now - GRAIN.toMillis())
                .ifPresent(s -> store.run(
                        handle -> handle.createUpdate("UPDATE access_token SET used_at = :now WHERE digest = :digest")
                                .bind("now", now)
                                .bind("digest", RandomText.digest(secret))
                                .execute()));
        return seen.map(Seen::caller);
    }

    private static String text(Set<Permission> permissions) {
        return permissions.stream().map(Permission::text).sorted().collect(Collectors.joining(","));
    }

    private static Set<Permission> permissions(String text) {
        // in an order that pages keep
        return Collections.unmodifiableSet(Arrays.stream(text.split(","))
                .map(Permission::of)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Permission.class))));
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }
}
