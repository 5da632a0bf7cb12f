package io.slipway.server.support;

import io.slipway.release.project.SecretReference;
import io.slipway.store.StoreSettings;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A process of its own that dies while it brings a case into a tracker. */
final class DyingTrackerMain {
    /** How it ends when it dies by itself. */
    static final int DIED = 9;

    private static final int LIVED = 8;

    private DyingTrackerMain() {}

    static StoreSettings store(Path data, String url, String user) {
        return url.isEmpty()
                ? StoreSettings.embedded(data)
                : StoreSettings.server(data, url, user, SecretReference.parse("${env:STORE_PASSWORD}"));
    }

    /**
     * Each call to a tracker is timed: the time begins just before it is sent, after all that was written down before, and
     * is called off when its answer was read to the end, before anything is written down of it. So that is where to die.
     */
    private static final class Ticker extends ScheduledThreadPoolExecutor {
        private final String moment;

        Ticker(String moment) {
            super(1);
            this.moment = moment;
        }

        @Override
        @SuppressWarnings("unchecked") // it stands for what it was made of
        public <V> ScheduledFuture<V> schedule(Callable<V> work, long delay, TimeUnit unit) {
            if (moment.equals("NOTED")) {
                Runtime.getRuntime().halt(DIED);
            }
            ScheduledFuture<V> end = super.schedule(work, delay, unit);
            return (ScheduledFuture<V>) Proxy.newProxyInstance(
                    Ticker.class.getClassLoader(),
                    new Class<?>[] {ScheduledFuture.class},
                    (proxy, method, arguments) -> {
                        if (moment.equals("ANSWERED") && method.getName().equals("cancel")) {
                            Runtime.getRuntime().halt(DIED);
                        }
                        return method.invoke(end, arguments);
                    });
        }
    }

    /** Arguments: data folder, URL of the store ("" for SQLite), its user, its password, time, tracker, moment. */
    public static void main(String[] args) {
        Path data = Path.of(args[0]);
        Bench bench = Bench.open(
                data,
                store(data, args[1], args[2]),
                Map.of("STORE_PASSWORD", args[3]),
                Instant.parse(args[4]),
                Optional.empty(),
                new Ticker(args[6]));
        bench.desk.trackers().run(1, args[5]);
        Runtime.getRuntime().halt(LIVED);
    }
}
