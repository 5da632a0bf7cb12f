package io.slipway.database.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.SqlFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteReferenceTest {
    private static final String STATE = "0a";

    @TempDir
    private Path cache;

    private ReferenceServer open() {
        return new SqliteProduct(Clock.systemUTC()).reference(new ReferenceSettings(Optional.empty(), cache, "shop"));
    }

    private void keep() throws SqlFailure {
        try (ReferenceServer server = open()) {
            ReferenceDatabase database = server.create();
            database.target().execute("CREATE TABLE t (i int)");
            database.keep(STATE, Duration.ZERO);
        }
    }

    private void damage(UnaryOperator<byte[]> how) throws IOException {
        for (Path file : kept()) {
            Files.write(file, how.apply(Files.readAllBytes(file)));
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.walk(cache.resolve("sqlite").resolve("kept"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void aStateThatIsNotAsItWasKeptIsThrownAway() throws SqlFailure, IOException {
        List<UnaryOperator<byte[]>> damages = List.of(
                whole -> new byte[0],
                whole -> Arrays.copyOf(whole, whole.length - 1),
                whole -> new byte[whole.length],
                whole -> {
                    whole[whole.length / 2] ^= 1;
                    return whole;
                });
        for (UnaryOperator<byte[]> damage : damages) {
            keep();
            damage(damage);
            try (ReferenceServer server = open()) {
                assertThat(server.restore(STATE)).isEmpty();
            }
            assertThat(kept()).isEmpty();
        }
        keep();
        keep();
        try (ReferenceServer server = open()) {
            assertThat(server.restore(STATE)).isPresent();
        }
    }
}
