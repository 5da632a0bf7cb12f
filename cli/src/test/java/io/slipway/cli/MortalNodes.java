package io.slipway.cli;

import io.slipway.testkit.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Server processes that share a store, and what befalls them. One that is killed has another in its place at once. */
final class MortalNodes implements AutoCloseable {
    /** Longer than it takes the others to notice. */
    private static final Duration FROZEN = Duration.ofSeconds(20);

    private final Path folder;
    private final Map<String, String> environment;
    private final Database store;
    private final List<CommandProcess> nodes = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final Map<Integer, Instant> frozen = new HashMap<>();
    private int started;
    private int killed;
    private int froze;

    /** @param environment with the store's password as {@code STORE_PASSWORD} */
    MortalNodes(Path folder, Map<String, String> environment, Database store) {
        this.folder = folder;
        this.environment = environment;
        this.store = store;
    }

    void start(int count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            nodes.add(node());
            names.add("node-" + started);
        }
        for (CommandProcess node : nodes) {
            node.awaitText("Slipway serves at", 90);
        }
    }

    private CommandProcess node() throws IOException {
        started++;
        return CommandProcess.start(
                folder,
                environment,
                List.of("-Xmx256m"),
                "serve",
                "--port=0",
                "--data=" + folder.resolve("node-" + started),
                "--database=" + store.url(),
                "--database-user=" + store.user(),
                "--database-password=${env:STORE_PASSWORD}",
                "--node=node-" + started);
    }

    /** The place of the node of that name; -1 when it is dead or frozen. */
    int alive(String name) {
        int place = names.indexOf(name);
        return frozen.containsKey(place) ? -1 : place;
    }

    void kill(int place) throws IOException {
        nodes.get(place).kill();
        killed++;
        nodes.set(place, node());
        names.set(place, "node-" + started);
    }

    void freeze(int place) throws IOException, InterruptedException {
        nodes.get(place).freeze();
        frozen.put(place, Instant.now().plus(FROZEN));
        froze++;
    }

    /** Lets those go on that were frozen long enough. */
    void thaw() throws IOException, InterruptedException {
        for (Map.Entry<Integer, Instant> each : Map.copyOf(frozen).entrySet()) {
            if (Instant.now().isAfter(each.getValue())) {
                nodes.get(each.getKey()).thaw();
                frozen.remove(each.getKey());
            }
        }
    }

    boolean anyFrozen() {
        return !frozen.isEmpty();
    }

    int killed() {
        return killed;
    }

    int froze() {
        return froze;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        for (CommandProcess node : nodes) {
            node.thaw();
            node.kill();
        }
    }
}
