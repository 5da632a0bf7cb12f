package io.slipway.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.CommandLineRun;
import io.slipway.testkit.MariadbServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The connection breaks once, at one place after another of all that goes over it, in either direction: wherever that is,
 * the same command comes to what a run without a break comes to, each statement having run once.
 */
class EveryBreakTest {
    private static final int PLACES = Integer.getInteger("torture.breaks", 12);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void whereverItBreaksItComesToTheSame(String product) throws Exception {
        if (product.equals("mariadb")) {
            MariadbServer.findOrSkip();
        }
        Map<String, List<TortureScripts.Step>> scripts = TortureScripts.of(product);
        TortureTally tally = new TortureTally();
        try (TorturePlace first = new TorturePlace(folder.resolve("clean"), product, scripts, Path.of("none"))) {
            Torture.require(run(first, "package"), 0);
            first.line().whole();
            Torture.require(run(first, "deploy", "latest", "--to", "dev"), 0);
            long sent = first.line().sent();
            long answered = first.line().answered();
            TortureOracle oracle = new TortureOracle(scripts, first.state(), tally);
            Path artifacts = first.root().resolve("artifacts");
            for (int i = 0; i < 2 * PLACES; i++) {
                try (TorturePlace place = new TorturePlace(folder.resolve("b" + i), product, scripts, artifacts)) {
                    long at = 1 + i / 2 * (i % 2 == 0 ? sent : answered) / PLACES + 37 * i % 211;
                    if (i % 2 == 0) {
                        place.line().breakAfterSent(at);
                    } else {
                        place.line().breakAfterAnswered(at);
                    }
                    breakAndGoOn(place, oracle, tally);
                }
            }
        }
        assertThat(tally.wrong).isEmpty();
        // most breaks come when something is under way, and are got over without anybody's help
        assertThat(tally.wentOn.get()).isGreaterThan(PLACES / 2);
    }

    private static void breakAndGoOn(TorturePlace place, TortureOracle oracle, TortureTally tally) throws Exception {
        CommandLineRun run = run(place, "deploy", "latest", "--to", "dev", "--wait", "60s");
        assertThat(place.line().isBroken()).as("the line broke at all").isTrue();
        place.line().whole();
        if (run.exitCode() == 0) {
            tally.wentOn.incrementAndGet();
        } else {
            oracle.look(place, run);
            Torture.require(run(place, "deploy", "latest", "--to", "dev", "--wait", "60s"), 0);
        }
        oracle.end(place);
    }

    private static CommandLineRun run(TorturePlace place, String... arguments) {
        return CommandLineRun.of(place.environment(), Clock.systemUTC(), arguments);
    }
}
