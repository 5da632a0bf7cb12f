package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;
import io.slipway.release.execute.Cancellation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The help texts, and the completion for shells. */
class HelpTest {
    private static final Set<String> FOR_SHELLS = Set.of("completion");

    @TempDir
    private Path folder;

    private static CommandLine commandLine() {
        return RootCommand.commandLine(Wiring.ofProcess(new Cancellation(), Console.ofProcess()));
    }

    static Stream<String> commands() {
        return commandLine().getSubcommands().keySet().stream().filter(name -> !FOR_SHELLS.contains(name));
    }

    @Test
    void theCommandsWereFound() {
        assertThat(commands())
                .hasSizeGreaterThanOrEqualTo(13)
                .contains("init", "package", "deploy", "status", "rollback", "verify", "doctor", "demo");
    }

    @Test
    void theProgramSaysWhereToStart() {
        CommandLineRun run = CommandLineRun.of(Map.of(), "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("slipway demo").contains("Exit codes:");
        assertThat(commands()).allSatisfy(name -> assertThat(run.out()).containsPattern("(?m)^ +" + name + " "));
        assertThat(CommandLineRun.of(Map.of(), "--version").exitCode()).isZero();
    }

    /** Its examples are commands that the program takes: parsed here, run by the stories. */
    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasExamplesThatParse(String name) {
        CommandLineRun run = CommandLineRun.of(Map.of(), name, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).isEmpty();
        String[] examples = run.out().split("Examples:\\R", 2);
        assertThat(examples).as("%s has examples: %s", name, run.out()).hasSize(2);
        assertThat(examples[1].lines().filter(line -> line.startsWith("  ")))
                .isNotEmpty()
                .allSatisfy(line -> {
                    String command = line.strip().replaceFirst("   .*", "").replaceFirst("^slipway ", "");
                    assertThat(line.strip()).startsWith("slipway " + name);
                    String[] words = Stream.of(command.split(" (?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)"))
                            .map(word -> word.replace("\"", ""))
                            .filter(word -> !word.isEmpty())
                            .toArray(String[]::new);
                    commandLine().parseArgs(words);
                });
        assertThat(run.out().lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(110));
    }

    @Test
    void theCompletionIsAScriptThatAShellTakes() throws Exception {
        CommandLineRun run = CommandLineRun.of(Map.of(), "completion");
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("_complete_slipway").contains("rollback").contains("--approve-as");
        if (Files.isExecutable(Path.of("/bin/bash"))) {
            Path script = Files.writeString(folder.resolve("slipway.bash"), run.out());
            assertThat(new ProcessBuilder("/bin/bash", "-n", script.toString())
                            .inheritIO()
                            .start()
                            .waitFor())
                    .isZero();
        }
    }
}
