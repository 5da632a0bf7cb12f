package io.slipway.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.CommandLineRun;
import io.slipway.cli.CommandProcess;
import io.slipway.testkit.MariadbServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many processes deploy the same artifact to one database at the same time. */
class ManyProcessesTest {
    private static final int PROCESSES = Integer.getInteger("torture.processes", 8);
    private static final long LONGEST_RUN = 600;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void oneDeploysAndTheOthersSayWhatHappened(String product) throws Exception {
        if (product.equals("mariadb")) {
            MariadbServer.findOrSkip();
        }
        CleanRun clean = CleanRun.of(folder, product);
        TortureTally tally = new TortureTally();
        try (TorturePlace place =
                new TorturePlace(folder.resolve("many"), product, clean.scripts(), clean.artifacts())) {
            List<CommandProcess> processes = new ArrayList<>();
            try {
                for (int i = 0; i < PROCESSES; i++) {
                    // half of them wait for the others, half do not
                    processes.add(Torture.start(
                            place, "deploy", "latest", "--to", "dev", "--wait", i % 2 == 0 ? "10min" : "0s"));
                }
                int deployed = 0;
                int found = 0;
                int told = 0;
                for (int i = 0; i < PROCESSES; i++) {
                    CommandLineRun run = processes.get(i).await(LONGEST_RUN);
                    if (run.out().contains("Deployed " + clean.scripts().size() + " changes: dev is at 1.0.0")) {
                        assertThat(run.exitCode()).as(run.toString()).isZero();
                        deployed++;
                    } else if (run.exitCode() == 0) {
                        assertThat(run.out()).as(run.toString()).contains("Nothing to do: dev is at 1.0.0.");
                        found++;
                    } else {
                        assertThat(i % 2).as("one that waits: " + run).isEqualTo(1);
                        assertThat(run.exitCode()).as(run.toString()).isEqualTo(4);
                        // for a moment only the server knows who has the lock, and only by the name of its user
                        assertThat(run.err())
                                .contains("lock-held")
                                .containsPattern("Another deployment to this database is running: held by"
                                        + " (ann.*|\\S+ at 127\\.0\\.0\\.1) since ");
                        told++;
                    }
                }
                System.out.printf(
                        "%s: of %d processes %d deployed, %d found nothing to do, %d were told who holds the lock%n",
                        product, PROCESSES, deployed, found, told);
                assertThat(deployed).isEqualTo(1);
            } finally {
                processes.forEach(CommandProcess::close);
            }
            new TortureOracle(clean.scripts(), clean.state(), tally).end(place);
        }
        assertThat(tally.wrong).isEmpty();
    }
}
