package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.Skips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a story cannot put into the scripts folder: links, pipes, odd names, a Git clone. */
@Timeout(120)
class ScriptsFolderTest {
    @TempDir
    private Path folder;

    private Path root = Path.of("");
    private Map<String, String> environment = Map.of();

    @BeforeEach
    void project() throws IOException {
        root = folder.resolve("shop");
        environment = new StoryPlace(root, "sqlite").environment();
        script("sql/ddl/1_a.sql", "CREATE TABLE a (id INTEGER);");
    }

    @Test
    void linksAreRefused() throws IOException {
        Path outside = Files.writeString(folder.resolve("outside.sql"), "CREATE TABLE b (id INTEGER);");
        Path link = Files.createSymbolicLink(root.resolve("sql/ddl/2_b.sql"), outside);
        refused("script-unreadable", "ddl/2_b.sql: It is a symbolic link");
        Files.delete(link);
        link = Files.createSymbolicLink(root.resolve("sql/ddl/loop"), root.resolve("sql"));
        refused("script-unreadable", "ddl/loop: It is a symbolic link");
        Files.delete(link);
        link = Files.createSymbolicLink(root.resolve("sql/ddl/1_a.rollback.sql"), outside);
        refused("script-unreadable", "ddl/1_a.rollback.sql: It is a symbolic link");
        Files.delete(link);
        link = Files.createSymbolicLink(root.resolve("sql/metadata.properties"), outside);
        refused("script-unreadable", "metadata.properties: It is a symbolic link");
        Files.delete(link);
        assertThat(run("package").exitCode()).isZero();
    }

    @Test
    void pipesAreRefused() throws Exception {
        if (!has("mkfifo")) {
            Skips.outLoud("there is no mkfifo to make a pipe with");
        }
        command(root, "mkfifo", "sql/ddl/2_b.sql");
        refused("script-unreadable", "ddl/2_b.sql: It is no plain file");
    }

    @Test
    void pathsThatNoArtifactCanHoldAreRefused() throws IOException {
        Path odd = script("sql/ddl/2\nb.sql", "CREATE TABLE b (id INTEGER);");
        refused("script-path", "ddl/2?b.sql: Its path has a control character");
        Files.delete(odd);
        odd = script("sql/ddl/2\\b.sql", "CREATE TABLE b (id INTEGER);");
        refused("script-path", "Its path would be another path on Windows");
        Files.delete(odd);
        script("sql/ddl/" + "deepfolder/".repeat(200) + "b.sql", "CREATE TABLE b (id INTEGER);");
        refused("script-path", "Its path is longer than 2000 characters");
    }

    @Test
    void aCloneWithTooLittleHistoryIsRefused() throws Exception {
        git("init", "-q");
        git("add", "sql");
        git("commit", "-q", "-m", "First");
        script("README", "later");
        git("add", "README");
        git("commit", "-q", "-m", "Second");
        command(folder, "git", "clone", "-q", "--depth", "1", root.toUri().toString(), "clone");
        Files.move(folder.resolve("clone/.git"), folder.resolve("clone.git"));
        Files.move(root.resolve(".git"), folder.resolve("full.git"));

        Files.move(folder.resolve("clone.git"), root.resolve(".git"));
        refused("git-shallow", "Run 'git fetch --unshallow'", 78);
        git("fetch", "-q", "--unshallow", folder.resolve("full.git").toString());
        assertThat(run("package").exitCode()).isZero();
        assertThat(run("inspect", "latest").out()).contains("First");
    }

    @Test
    void aHistoryFitsTheTerminal() throws IOException {
        script("sql/ddl/a_folder_with_a_long_name/another_one_below_it/001_a_script_with_a_name.sql", "SELECT 1;");
        assertThat(run("package").exitCode()).isZero();
        assertThat(run(
                                "deploy",
                                "latest",
                                "--to",
                                "qa",
                                "--skip-gate",
                                "--reason",
                                "because ".repeat(40).strip())
                        .exitCode())
                .isZero();

        CommandLineRun history = run("history", "qa");

        assertThat(history.out()).contains("001_a_script_with_a_name.sql", "reason: because", "gateSkipped: ");
        assertThat(history.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(118));
    }

    private Path script(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private CommandLineRun run(String... arguments) {
        return CommandLineRun.of(environment, arguments);
    }

    private void refused(String code, String message) {
        refused(code, message, 65);
    }

    private void refused(String code, String message, int exitCode) {
        CommandLineRun run = run("package");
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
        assertThat(run.err()).contains("code:  " + code).contains(message);
    }

    private void git(String... arguments) throws Exception {
        String[] command = new String[arguments.length + 5];
        System.arraycopy(
                new String[] {"git", "-c", "user.name=Ann", "-c", "user.email=ann@example.com"}, 0, command, 0, 5);
        System.arraycopy(arguments, 0, command, 5, arguments.length);
        command(root, command);
    }

    private static boolean has(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
    }

    private static void command(Path in, String... command) throws Exception {
        Process process =
                new ProcessBuilder(command).directory(in.toFile()).inheritIO().start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
    }
}
