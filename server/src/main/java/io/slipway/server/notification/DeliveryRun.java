package io.slipway.server.notification;

import io.slipway.release.error.SlipwayException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tries one delivery. It is marked as sent only after the receiver took it: a node that dies in between leaves one that
 * is sent again, with the same id. Nothing else sends twice.
 */
public final class DeliveryRun {
    /** How long to wait after each try; after the last one it is given up. */
    static final List<Duration> WAITS = List.of(
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(6),
            Duration.ofHours(12));

    private final Deliveries deliveries;
    private final Outbox outbox;
    private final Letters letters;
    private final LetterSecrets secrets;
    private final Subscriptions subscriptions;
    private final Messages messages;
    private final MailSender mail;
    private final HttpSender http;
    private final List<Duration> waits;
    private final Clock clock;

    public DeliveryRun(
            Deliveries deliveries,
            Outbox outbox,
            Letters letters,
            LetterSecrets secrets,
            Subscriptions subscriptions,
            Messages messages,
            MailSender mail,
            HttpSender http,
            Clock clock) {
        this(deliveries, outbox, letters, secrets, subscriptions, messages, mail, http, WAITS, clock);
    }

    DeliveryRun(
            Deliveries deliveries,
            Outbox outbox,
            Letters letters,
            LetterSecrets secrets,
            Subscriptions subscriptions,
            Messages messages,
            MailSender mail,
            HttpSender http,
            List<Duration> waits,
            Clock clock) {
        this.deliveries = deliveries;
        this.outbox = outbox;
        this.letters = letters;
        this.secrets = secrets;
        this.subscriptions = subscriptions;
        this.messages = messages;
        this.mail = mail;
        this.http = http;
        this.waits = waits;
        this.clock = clock;
    }

    /** @return when to try it again; empty when there is no more to do */
    Optional<Instant> run(String id) {
        Optional<Delivery> found = deliveries.byId(id).filter(d -> d.state() == Delivery.State.WAITING);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Delivery delivery = found.get();
        if (delivery.nextAt().isAfter(clock.instant())) {
            return Optional.of(delivery.nextAt());
        }
        if (!deliveries.claim(delivery)) {
            return Optional.empty();
        }
        Outcome outcome = send(delivery);
        if (outcome instanceof Outcome.Failed failed) {
            int tries = delivery.attempts() + 1;
            if (failed.forGood() || tries > waits.size()) {
                deliveries.dead(delivery, failed.sentence());
                return Optional.empty();
            }
            Duration wait = waits.get(tries - 1);
            Instant next = clock.instant().plus(failed.after().compareTo(wait) > 0 ? failed.after() : wait);
            deliveries.later(delivery, failed.sentence(), next);
            return Optional.of(next);
        }
        deliveries.sent(delivery, outcome.sentence());
        return Optional.empty();
    }

    private Outcome send(Delivery delivery) {
        Optional<Notice> notice = outbox.byId(delivery.notice());
        if (notice.isEmpty()) {
            return new Outcome.Failed("What it tells of is gone.", true);
        }
        try {
            return switch (delivery.channel()) {
                case EMAIL -> mail(delivery, notice.get());
                case WEBHOOK -> post(delivery, notice.get(), messages.webhook(notice.get()));
                case SLACK -> post(delivery, notice.get(), messages.slack(notice.get()));
                case TEAMS -> post(delivery, notice.get(), messages.teams(notice.get()));
            };
        } catch (SlipwayException e) {
            return new Outcome.Failed(Optional.ofNullable(e.getMessage()).orElse(""), false);
        }
    }

    private Outcome mail(Delivery delivery, Notice notice) {
        Optional<Letters.Text> written = letters.find(notice.id());
        if (written.isEmpty()) {
            return mail.send(messages.letter(delivery, notice));
        }
        return secrets.body(notice.id(), written.get().body())
                .map(body -> mail.send(
                        MailSender.Letter.of(delivery, notice, written.get().with(body))))
                .orElseGet(() -> new Outcome.Failed("What it was to bring is good no more.", true));
    }

    private Outcome post(Delivery delivery, Notice notice, String body) {
        return subscriptions
                .url(delivery.subscription())
                .map(url -> url.use(text -> http.post(URI.create(text), body, headers(delivery, notice, body))))
                .orElseGet(() -> new Outcome.Failed("Its subscription is gone.", true));
    }

    private Map<String, String> headers(Delivery delivery, Notice notice, String body) {
        Map<String, String> headers = new HashMap<>();
        if (delivery.channel() == Channel.WEBHOOK) {
            Instant now = clock.instant();
            headers.put(WebhookSignature.ID, notice.id());
            headers.put(WebhookSignature.TIMESTAMP, Long.toString(now.getEpochSecond()));
            headers.put(
                    WebhookSignature.SIGNATURE,
                    WebhookSignature.of(subscriptions.signing(delivery.subscription()), notice.id(), now, body));
            headers.put("slipway-attempt", Integer.toString(delivery.attempts() + 1));
        }
        return headers;
    }
}
