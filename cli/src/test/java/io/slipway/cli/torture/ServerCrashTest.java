package io.slipway.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.CommandLineRun;
import io.slipway.cli.CommandProcess;
import io.slipway.testkit.DatabaseServer;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database server is killed in the middle of a deployment, recovers, and is started again. */
class ServerCrashTest {
    private static final int CRASHES = Integer.getInteger("torture.crashes", 2);
    private static final long LONGEST_RUN = 180;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void theDeploymentGoesOnWhenTheServerIsBack(String product) throws Exception {
        DatabaseServer server = DatabaseServer.own(product);
        CleanRun clean = CleanRun.of(folder, product, TortureScripts.of(product), server);
        TortureTally tally = new TortureTally();
        TortureOracle oracle = new TortureOracle(clean.scripts(), clean.state(), tally);
        for (int i = 0; i < CRASHES; i++) {
            try (TorturePlace place = new TorturePlace(
                            folder.resolve("c" + i), product, clean.scripts(), clean.artifacts(), server);
                    CommandProcess deployment = Torture.start(place, "deploy", "latest", "--to", "dev")) {
                deployment.awaitText((2 + 9 * i % 18) + "/" + clean.scripts().size(), LONGEST_RUN);
                server.stopAtOnce();
                server.startAgain();
                CommandLineRun run = deployment.await(LONGEST_RUN);
                if (run.exitCode() != 0) {
                    assertThat(run.err()).as(run.toString()).containsAnyOf("connection-lost", "history-in-doubt");
                    oracle.look(place);
                    Torture.require(deploy(place), 0);
                }
                oracle.end(place);
            }
        }
        assertThat(tally.wrong).isEmpty();
    }

    private static CommandLineRun deploy(TorturePlace place) {
        return CommandLineRun.of(
                place.environment(), Clock.systemUTC(), "deploy", "latest", "--to", "dev", "--wait", "60s");
    }
}
