package io.slipway.cli.torture;

import io.slipway.cli.CommandLineRun;
import io.slipway.testkit.DatabaseServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * A deployment that nothing breaks: what it packaged, and what it came to.
 *
 * @param artifacts the folder of its artifact
 */
record CleanRun(Map<String, List<TortureScripts.Step>> scripts, Path artifacts, String state) {

    static CleanRun of(Path folder, String product) throws Exception {
        return of(folder, product, TortureScripts.of(product), DatabaseServer.shared(product));
    }

    static CleanRun of(
            Path folder, String product, Map<String, List<TortureScripts.Step>> scripts, DatabaseServer server)
            throws Exception {
        Path root = folder.resolve("clean");
        try (TorturePlace place = new TorturePlace(root, product, scripts, Path.of("none"), server)) {
            Torture.require(CommandLineRun.of(place.environment(), Clock.systemUTC(), "package"), 0);
            Torture.require(
                    CommandLineRun.of(place.environment(), Clock.systemUTC(), "deploy", "latest", "--to", "dev"), 0);
            return new CleanRun(scripts, root.resolve("artifacts"), place.state());
        }
    }
}
