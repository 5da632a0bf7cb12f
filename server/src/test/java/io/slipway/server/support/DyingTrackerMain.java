package io.slipway.server.support;

import io.slipway.release.project.SecretReference;
import io.slipway.store.StoreSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** A process of its own that a test lets die while it brings a case into a tracker. */
final class DyingTrackerMain {
    private DyingTrackerMain() {}

    static StoreSettings store(Path data, String url, String user) {
        return url.isEmpty()
                ? StoreSettings.embedded(data)
                : StoreSettings.server(data, url, user, SecretReference.parse("${env:STORE_PASSWORD}"));
    }

    /** Arguments: data folder, URL of the store ("" for SQLite), its user, its password, time, tracker, "send" or "die". */
    public static void main(String[] args) throws InterruptedException {
        Path data = Path.of(args[0]);
        Bench bench = Bench.open(
                data, store(data, args[1], args[2]), Map.of("STORE_PASSWORD", args[3]), Instant.parse(args[4]));
        if (args[6].equals("die")) {
            Runtime.getRuntime().halt(9);
        }
        bench.desk.trackers().run(1, args[5]);
        Runtime.getRuntime().halt(args[6].equals("note") ? 0 : 8);
    }
}
