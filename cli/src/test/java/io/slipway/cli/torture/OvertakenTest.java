package io.slipway.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.CommandLineRun;
import io.slipway.cli.CommandProcess;
import io.slipway.testkit.MariadbServer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A process that stood still past the loss of its lock, was overtaken, and goes on. */
class OvertakenTest {
    private static final long LONGEST_RUN = 180;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void theOneThatWasOvertakenWritesNothing(String product) throws Exception {
        if (product.equals("mariadb")) {
            MariadbServer.findOrSkip();
        }
        CleanRun clean = CleanRun.of(folder, product);
        TortureTally tally = new TortureTally();
        try (TorturePlace place =
                        new TorturePlace(folder.resolve("race"), product, clean.scripts(), clean.artifacts());
                CommandProcess frozen = Torture.start(place, "deploy", "latest", "--to", "dev")) {
            frozen.awaitText("3/" + clean.scripts().size(), LONGEST_RUN);
            frozen.freeze();
            // the server takes it for dead, as one does after tcp_keepalives or an administrator's word
            assertThat(place.endSessions()).isPositive();
            TortureOracle oracle = new TortureOracle(clean.scripts(), clean.state(), tally);
            oracle.look(place);
            CommandLineRun other = deploy(place);
            if (other.exitCode() != 0) {
                oracle.look(place);
                other = deploy(place);
            }
            assertThat(other.exitCode()).as(other.toString()).isZero();
            List<String> before = place.wholeHistory();

            frozen.thaw();
            CommandLineRun loser = frozen.await(LONGEST_RUN);
            assertThat(loser.exitCode()).as(loser.toString()).isNotZero();
            assertThat(loser.err())
                    .contains("Another deployment held the lock of this database meanwhile")
                    .containsPattern("code: +lock-lost");
            assertThat(loser.out()).contains("was overtaken by another").doesNotContain("the same command goes on");
            assertThat(place.wholeHistory()).isEqualTo(before);
            oracle.end(place);
        }
        assertThat(tally.wrong).isEmpty();
    }

    private static CommandLineRun deploy(TorturePlace place) {
        return CommandLineRun.of(
                place.environment(), Clock.systemUTC(), "deploy", "latest", "--to", "dev", "--wait", "60s");
    }
}
