package io.slipway.server.notification;

import io.slipway.release.progress.Progress;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.project.SecretReference;
import io.slipway.server.access.Caller;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.ServedProject;
import io.slipway.server.secret.SealingKeys;
import io.slipway.server.secret.Secrets;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** All that sends notifications, on a real store, without the rest of the server. May send to this machine. */
final class Post implements AutoCloseable {
    static final About TO_PROD = new About("shop", "prod", 12, "deploy", "1.2.0", "ann");
    static final List<Duration> WAITS = List.of(Duration.ofMillis(50), Duration.ofMillis(100));
    static final DeliveryJobs.Pace PACE = new DeliveryJobs.Pace(
            Duration.ofMillis(100), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(200));
    static final Caller ANN =
            new Caller(new Person("p1", "ann", "Ann", Optional.empty(), true), List.of(), Optional.empty());
    private final ScheduledExecutorService ticker = Executors.newScheduledThreadPool(1);
    private final Store store;
    final Outbox outbox;
    final Subscriptions subscriptions;
    final Deliveries deliveries;
    final MailServers mail;
    final DeliveryRun run;
    final Distribution distribution;
    final DeliveryJobs jobs;
    private final HttpSender http;

    private Post(Store store, Path data, String node, AddressGuard guard) {
        Clock clock = Clock.systemUTC();
        this.store = store;
        AuditLog audit = new AuditLog(store, clock);
        Secrets secrets = new Secrets(store, new SealingKeys(data, Optional.empty()), audit, clock);
        this.http = new HttpSender(guard, ticker);
        this.outbox = new Outbox(store, clock);
        this.subscriptions = new Subscriptions(store, secrets, guard, outbox, audit, clock);
        this.deliveries = new Deliveries(store, audit, clock);
        this.mail = new MailServers(store, secrets, audit, clock);
        this.run = new DeliveryRun(
                deliveries,
                outbox,
                new Letters(store, outbox, clock),
                (letter, text) -> Optional.of(text),
                subscriptions,
                new Messages(Optional.empty()),
                new MailSender(mail),
                http,
                WAITS,
                clock);
        this.distribution = new Distribution(store, outbox, subscriptions, deliveries, notice -> List.of());
        this.jobs = new DeliveryJobs(store, distribution, deliveries, run, () -> {}, node, PACE, clock);
    }

    static Post open(Path data, StoreSettings settings, Map<String, String> environment, String node) {
        return open(data, settings, environment, node, new AddressGuard(List.of("127.0.0.0/8", "::1"), true));
    }

    static Post open(
            Path data, StoreSettings settings, Map<String, String> environment, String node, AddressGuard guard) {
        return new Post(Store.open(settings, Clock.systemUTC(), environment, Progress.NONE), data, node, guard);
    }

    static StoreSettings settings(Path data, Optional<Database> postgres) {
        return postgres.map(database -> StoreSettings.server(
                        data, database.url(), database.user(), SecretReference.parse("${env:STORE_PASSWORD}")))
                .orElseGet(() -> StoreSettings.embedded(data));
    }

    Store store() {
        return store;
    }

    void tell(Topic topic) {
        store.run(handle -> outbox.write(handle, topic, TO_PROD, "bob", "because"));
    }

    Subscriptions.Made subscribe(Channel channel, String address, Topic... topics) {
        ServedProject shop = new ServedProject(
                ProjectFile.parse(
                        "project: shop\ndatabase: sqlite\nenvironments:\n"
                                + "  prod: { url: \"jdbc:sqlite:shop.db\" }\npipelines:\n  main: [prod]\n",
                        Path.of("shop")),
                "Shop",
                "",
                "",
                1,
                "ann",
                Instant.EPOCH);
        List<String> events = Arrays.stream(topics).map(Topic::text).toList();
        return subscriptions.add(ANN, shop, new Subscriptions.Wish("", channel.text(), address, events));
    }

    /** Waits until nothing is on its way any more. */
    List<Delivery> settled() throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            if (outbox.undistributed(1).isEmpty() && deliveries.waiting().isEmpty()) {
                return deliveries.list("shop", "", 10_000);
            }
            Thread.sleep(20);
        }
        throw new AssertionError("still on its way: " + deliveries.waiting());
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        try {
            http.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        store.close();
    }
}
