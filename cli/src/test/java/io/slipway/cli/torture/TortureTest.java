package io.slipway.cli.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.testkit.DatabaseServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The small part of the torture. {@code ./slipway-torture --kills 500 --seed 1} is the large one:
 * {@code -Dtorture.kills}, {@code -Dtorture.seed}, {@code -Dtorture.threads}, {@code -Dtorture.product}.
 */
class TortureTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb"})
    void nothingIsLostAndNothingRunsTwice(String product) throws Exception {
        assumeTrue(product.matches(System.getProperty("torture.product", ".*")));
        DatabaseServer.shared(product);
        int kills = Integer.getInteger("torture.kills", 8);
        long seed = Long.getLong("torture.seed", 1);
        long start = System.nanoTime();
        Path file = Files.createDirectories(Path.of("target")).resolve("torture-" + product + ".md");
        TortureTally tally = new Torture(folder, product)
                .run(
                        seed,
                        kills,
                        Integer.getInteger("torture.threads", 2),
                        soFar -> write(file, product, soFar, start));
        System.out.println(Files.readString(file));
        assertThat(tally.wrong).isEmpty();
        assertThat(tally.count(Torture.Fault.KILL)).isGreaterThanOrEqualTo(kills);
        if (kills > 50) {
            assertThat(tally.faults.values()).allMatch(count -> count.get() > 0);
        }
    }

    /** After each round, so that a run that is stopped has told what it saw. */
    private static synchronized void write(Path file, String product, TortureTally tally, long start) {
        try {
            Files.writeString(
                    file,
                    tally.table(product, Long.getLong("torture.seed", 1), (System.nanoTime() - start) / 1_000_000_000));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
