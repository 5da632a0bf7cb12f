package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.ServedProject;
import io.slipway.server.secret.Secrets;
import io.slipway.store.Store;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Who wants to hear what. URLs and signing secrets lie in the secret store, and only there. */
public final class Subscriptions {
    private static final int MOST = 50;
    private static final int MOST_ADDRESSES = 20;
    private final Store store;
    private final Secrets secrets;
    private final AddressGuard guard;
    private final Outbox outbox;
    private final AuditLog audit;
    private final Clock clock;

    public Subscriptions(Store store, Secrets secrets, AddressGuard guard, Outbox outbox, AuditLog audit, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.guard = guard;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * What somebody asks for.
     *
     * @param environment empty for all
     * @param channel as in {@link Channel#text}
     * @param address one or several mail addresses with commas between, or a URL
     * @param events as in {@link Topic#text}; none for all
     */
    public record Wish(String environment, String channel, String address, List<String> events) {
        /** The address of a webhook may be a secret. */
        @Override
        public String toString() {
            return channel + " for " + events;
        }
    }

    /** @param secret what its webhooks are signed with, this once; empty for other channels */
    public record Made(Subscription subscription, Optional<String> secret) {
        @Override
        public String toString() {
            return subscription.toString();
        }
    }

    public List<Subscription> of(String project) {
        return store.read(
                handle -> handle.createQuery("SELECT * FROM subscription WHERE project = :project ORDER BY made_at, id")
                        .bind("project", project)
                        .map((row, context) -> subscription(row))
                        .list());
    }

    /** @throws SlipwayException {@code not-found} */
    public Subscription named(String project, String id) {
        return of(project).stream()
                .filter(subscription -> subscription.id().equals(id))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(ErrorCode.NOT_FOUND, "There is no such subscription.", ""));
    }

    /** @throws SlipwayException {@code request-invalid}, {@code environment-unknown}, {@code address-refused} */
    public Made add(Caller caller, ServedProject project, Wish wish) {
        Channel channel = Channel.of(wish.channel());
        Set<Topic> topics = topics(wish.events());
        if (!wish.environment().isEmpty()) {
            project.project().environment(wish.environment());
        }
        if (of(project.name()).size() >= MOST) {
            throw invalid("A project has at most " + MOST + " subscriptions.");
        }
        Optional<URI> url = channel == Channel.EMAIL ? Optional.empty() : Optional.of(guard.checked(wish.address()));
        Subscription made = new Subscription(
                UUID.randomUUID().toString(),
                project.name(),
                wish.environment(),
                channel,
                url.map(Subscriptions::shown).orElseGet(() -> mails(wish.address())),
                topics,
                caller.name(),
                clock.instant());
        Optional<String> secret =
                channel == Channel.WEBHOOK ? Optional.of(WebhookSignature.newSecret()) : Optional.empty();
        store.run(handle -> {
            url.ifPresent(whole -> secrets.putOwn(handle, caller.name(), urlOf(made.id()), whole.toString()));
            secret.ifPresent(text -> secrets.putOwn(handle, caller.name(), secretOf(made.id()), text));
            insert(handle, made);
            audit(handle, caller, "subscription-added", made);
        });
        return new Made(made, secret);
    }

    /** @throws SlipwayException {@code not-found} */
    public void remove(Caller caller, String project, String id) {
        Subscription known = named(project, id);
        store.run(handle -> {
            handle.createUpdate("DELETE FROM subscription WHERE id = :id")
                    .bind("id", id)
                    .execute();
            Stream.of(urlOf(id), secretOf(id), previousOf(id)).forEach(name -> secrets.removeOwn(handle, name));
            audit(handle, caller, "subscription-removed", known);
        });
    }

    /**
     * Sends a test, on the same way as everything else.
     *
     * @return id of the event
     * @throws SlipwayException {@code not-found}
     */
    public String test(Caller caller, String project, String id) {
        Subscription known = named(project, id);
        return store.write(handle -> {
            audit(handle, caller, "notification-tested", known);
            return outbox.writeTest(handle, project, id, caller.name());
        });
    }

    /**
     * A new secret for a webhook. Until {@link #endRotation}, the one before signs too, so that its receiver can change
     * over in peace.
     *
     * @throws SlipwayException {@code not-found}, {@code request-invalid} for other channels
     */
    public Made rotate(Caller caller, String project, String id) {
        Subscription known = webhook(project, id);
        String secret = WebhookSignature.newSecret();
        store.run(handle -> {
            secrets.renameOwn(handle, caller.name(), secretOf(id), previousOf(id));
            secrets.putOwn(handle, caller.name(), secretOf(id), secret);
            audit(handle, caller, "webhook-secret-changed", known);
        });
        return new Made(known, Optional.of(secret));
    }

    /** From now on only the newest secret signs. */
    public void endRotation(Caller caller, String project, String id) {
        Subscription known = webhook(project, id);
        store.run(handle -> {
            secrets.removeOwn(handle, previousOf(id));
            audit(handle, caller, "webhook-secret-ended", known);
        });
    }

    /** Where it really goes; empty when it is gone. */
    Optional<Secret> url(String id) {
        return secrets.own(urlOf(id));
    }

    /** What signs its webhooks, the newest first. */
    List<Secret> signing(String id) {
        return Stream.of(secretOf(id), previousOf(id))
                .flatMap(name -> secrets.own(name).stream())
                .toList();
    }

    private Subscription webhook(String project, String id) {
        Subscription known = named(project, id);
        if (known.channel() != Channel.WEBHOOK) {
            throw invalid("Only webhooks are signed.");
        }
        return known;
    }

    private static String urlOf(String id) {
        return "subscription/" + id + "/url";
    }

    private static String secretOf(String id) {
        return "subscription/" + id + "/secret";
    }

    private static String previousOf(String id) {
        return "subscription/" + id + "/previous";
    }

    private static Set<Topic> topics(List<String> events) {
        List<Topic> topics = events.isEmpty()
                ? Topic.choices()
                : events.stream().map(Topic::of).toList();
        if (topics.contains(Topic.TEST)) {
            throw invalid("A test is sent by hand, not subscribed to.");
        }
        return Set.copyOf(topics);
    }

    private static String mails(String text) {
        List<String> addresses =
                MailAddress.several(text).stream().map(MailAddress::checked).toList();
        if (addresses.isEmpty() || addresses.size() > MOST_ADDRESSES) {
            throw invalid("Mails go to 1 to " + MOST_ADDRESSES + " addresses, with commas between.");
        }
        return String.join(", ", addresses);
    }

    private static String shown(URI url) {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort()) + "/…";
    }

    private static void insert(Handle handle, Subscription made) {
        handle.createUpdate("INSERT INTO subscription"
                        + " (id, project, environment, channel, address, events, made_by, made_at)"
                        + " VALUES (:id, :project, :environment, :channel, :address, :events, :by, :at)")
                .bind("id", made.id())
                .bind("project", made.project())
                .bind("environment", made.environment())
                .bind("channel", made.channel().text())
                .bind("address", made.address())
                .bind("events", events(made))
                .bind("by", made.madeBy())
                .bind("at", made.madeAt().toEpochMilli())
                .execute();
    }

    private static String events(Subscription subscription) {
        return subscription.topics().stream().sorted().map(Topic::text).collect(Collectors.joining(","));
    }

    private void audit(Handle handle, Caller caller, String action, Subscription about) {
        audit.append(
                handle,
                caller.name(),
                action,
                about.project(),
                about.id(),
                Map.of(
                        "channel", about.channel().text(),
                        "address", about.address(),
                        "environment", about.environment(),
                        "events", events(about)));
    }

    private static Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                row.getString("id"),
                row.getString("project"),
                row.getString("environment"),
                Channel.of(row.getString("channel")),
                row.getString("address"),
                Arrays.stream(row.getString("events").split(","))
                        .map(Topic::of)
                        .collect(Collectors.toUnmodifiableSet()),
                row.getString("made_by"),
                Instant.ofEpochMilli(row.getLong("made_at")));
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }
}
