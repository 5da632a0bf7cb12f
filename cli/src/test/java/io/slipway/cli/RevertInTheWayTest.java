package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A revert does not queue for ever behind whoever uses a table, letting others queue behind it. */
class RevertInTheWayTest {
    @TempDir
    private Path folder;

    /** Without a limit it would wait as long as the reader's transaction is open. */
    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void somebodyElsesLockIsWaitedForAsInADeployment() throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "postgresql");
        place.write("sql/ddl/1.sql", "CREATE TABLE customer (id integer);\n".getBytes(StandardCharsets.UTF_8));
        assertThat(run(place, "package").exitCode()).isZero();
        assertThat(run(place, "deploy", "latest", "--to", "dev").exitCode()).isZero();
        place.database("dev").run("ALTER TABLE customer ALTER COLUMN id SET DEFAULT 1");
        Path project = folder.resolve("shop").resolve("slipway.yaml");
        String text = Files.readString(project);
        Files.writeString(project, text.replace("dev: { ", "dev: { timeouts: { patience: 1ms }, "));
        try (Connection reader = place.database("dev").connect();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.executeQuery("SELECT count(*) FROM customer").close();
            CommandLineRun refused = run(place, "revert", "dev", "--run", "dev");
            assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(2);
            assertThat(refused.err()).contains("deployment-failed").contains("lock timeout");
        }
        assertThat(run(place, "revert", "dev", "--run", "dev").exitCode()).isZero();
        assertThat(run(place, "drift", "dev", "--check").exitCode()).isZero();
    }

    private static CommandLineRun run(StoryPlace place, String... words) {
        return CommandLineRun.of(place.environment(), words);
    }
}
