package io.slipway.server.notification;

import io.slipway.release.project.SecretReference;
import io.slipway.store.StoreSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A process of its own that a test lets die: it writes an event, and sends it or dies before that. */
final class DyingSenderMain {
    private DyingSenderMain() {}

    /** Arguments: data folder, URL of the store ("" for SQLite), its user, its password, "send" or "die". */
    public static void main(String[] args) throws InterruptedException {
        Path data = Path.of(args[0]);
        StoreSettings store = args[1].isEmpty()
                ? StoreSettings.embedded(data)
                : StoreSettings.server(data, args[1], args[2], SecretReference.parse("${env:STORE_PASSWORD}"));
        Post post = Post.open(data, store, Map.of("STORE_PASSWORD", args[3]), "dying");
        post.tell(Topic.COMPLETED);
        if (args[4].equals("die")) {
            Runtime.getRuntime().halt(9);
        }
        post.jobs.start();
        Thread.sleep(60_000);
        throw new IllegalStateException("nobody killed it: " + Optional.of(args[4]));
    }
}
