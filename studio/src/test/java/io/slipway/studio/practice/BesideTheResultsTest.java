package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.cli.Wiring;
import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;
import io.slipway.enablement.scenario.Actor;
import io.slipway.enablement.scenario.Start;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong before and after scenarios are played is told beside their results. */
class BesideTheResultsTest {
    @TempDir
    private static Path launchers;

    @TempDir
    private Path folder;

    private final Playing playing = new Playing();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void terminalsFindSlipway() throws IOException {
        Playing.install(launchers);
    }

    @AfterAll
    static void forget() {
        Playing.forget();
    }

    /** The server goes away while the scenario waits for that. */
    @Test
    void whatCannotBeHandedInLeavesOneDocument() throws Exception {
        Files.writeString(
                folder.resolve("short.yaml"),
                "scenario: short\ntitle: T\naudience: developer\nsummary: S\nchapters:\n  - title: C\n    steps:\n"
                        + "      - run: touch " + folder.resolve("runs") + "; until [ -e " + folder.resolve("gone")
                        + " ]; do sleep 0.1; done\n");
        try (PracticeGround ground = PracticeGround.open(playing.wiring())) {
            // it has a team with a rollout file
            PracticeInstallation installation = ground.install(new Start(List.of(), true));
            Map<String, String> variables = new HashMap<>(System.getenv());
            installation.token(Actor.ROLLOUT_MANAGER).use(token -> variables.put("SLIPWAY_TOKEN", token));
            variables.put("SLIPWAY_SERVER", installation.console().toString());
            CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(
                    variables, "check", "--all", "--from", folder.toString(), "--team", "shop", "--output", "json"));
            while (!Files.exists(folder.resolve("runs")) && !exit.isDone()) {
                Thread.sleep(50);
            }
            installation.close();
            Files.createFile(folder.resolve("gone"));
            assertThat(exit.get()).as(said(err)).isNotZero();
        }
        JsonNode results = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(said(out));
        assertThat(results.at("/scenarios/0/result").asText()).as(said(out)).isEqualTo("passed");
        assertThat(said(err)).contains("error: ", "code:  ").doesNotContain("Handed in");
    }

    @Test
    void aProgramThatDoesNotRunIsToldBeforeAnythingIsPlayed() {
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("SLIPWAY_FFMPEG", "/bin/false");
        int exit = run(variables, "record", "see-where-everything-is", "--to", folder.toString());
        assertThat(exit).isEqualTo(78);
        assertThat(said(err)).contains("/bin/false", "code:  program-missing").doesNotContain("Playing");
        assertThat(folder).isEmptyDirectory();
    }

    private int run(Map<String, String> variables, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "scenario";
        System.arraycopy(words, 0, all, 1, words.length);
        Wiring as = playing.wiring();
        Console console = new Console(stream(out), stream(err), false);
        return RootCommand.commandLine(new Wiring(variables, as.clock(), as.cancellation(), console, as.products()))
                .execute(all);
    }

    private static PrintStream stream(ByteArrayOutputStream into) {
        return new PrintStream(into, true, StandardCharsets.UTF_8);
    }

    private static String said(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
