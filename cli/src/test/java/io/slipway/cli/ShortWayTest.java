package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;
import io.slipway.release.execute.Cancellation;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads how a deployment runs meets few methods between {@code main} and the SQL. */
final class ShortWayTest {
    /**
     * Six for the way itself; the others go on after a connection that broke ({@code Course}) and after a lock that did
     * not come ({@code Execution}).
     */
    private static final int CALLS = 12;

    @TempDir
    private Path folder;

    @Test
    void fromMainToTheSqlInFewCalls() throws Exception {
        Database database = PostgresServer.newest().createDatabase();
        Files.createDirectories(folder.resolve("sql/ddl"));
        Files.writeString(folder.resolve("sql/ddl/1.sql"), "SELECT pg_sleep(1);\n");
        Files.writeString(folder.resolve("password"), database.password());
        Files.writeString(folder.resolve("slipway.yaml"), """
                project: p
                database: postgresql
                environments:
                  dev: { url: "%s", user: "%s", password: "${file:password}" }
                """.formatted(database.url(), database.user()));
        assertThat(slipway("package")).isZero();

        Thread deploying = new Thread(() -> slipway("deploy", "latest", "--to", "dev"));
        deploying.start();
        Optional<List<String>> way = Optional.empty();
        while (deploying.isAlive() && way.isEmpty()) {
            way = wayToTheDriver(deploying.getStackTrace());
            Thread.sleep(5);
        }
        deploying.join();

        // each frame is one call (the first made by main, through the command line library), and the last calls the
        // driver
        List<String> frames = way.orElseThrow();
        assertThat(frames).last().as("made by main").isEqualTo("io.slipway.cli.commands.DeployCommand.call");
        assertThat(frames.size() + 1).as(frames.toString()).isLessThanOrEqualTo(CALLS);
    }

    /** Our frames between the command line library and the driver, innermost first, while the script's statement runs. */
    private static Optional<List<String>> wayToTheDriver(StackTraceElement[] stack) {
        List<String> ours = Arrays.stream(stack)
                .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                .filter(frame -> frame.startsWith("io.slipway.") && !frame.contains("ShortWayTest"))
                // what the machine makes to call a lambda is not in the source
                .filter(frame -> !frame.contains("$$Lambda"))
                // the compiler makes a second call(), for the interface, that calls the first
                .distinct()
                .toList();
        boolean inScript = ours.stream().anyMatch(frame -> frame.endsWith("ScriptRunner.run"))
                && Arrays.stream(stack).anyMatch(frame -> frame.getClassName().startsWith("org.postgresql."));
        return inScript ? Optional.of(ours) : Optional.empty();
    }

    private int slipway(String... words) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        String[] arguments = Arrays.copyOf(words, words.length + 2);
        arguments[words.length] = "-C";
        arguments[words.length + 1] = folder.toString();
        return RootCommand.commandLine(Wiring.ofProcess(new Cancellation(), new Console(nowhere, nowhere, false)))
                .execute(arguments);
    }
}
