package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.NativeClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a runbook shows is what {@code apply} does: its commands are taken from the page and run as they stand. */
class ProvisionRunbookTest {
    private static final Pattern BLOCK =
            Pattern.compile("<pre><code class=\"language-bash\">(.*?)</code></pre>", Pattern.DOTALL);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"postgresql, psql", "mariadb, mariadb"})
    void itsCommandsComeToTheSameAsApply(String product, String client) throws Exception {
        NativeClients.findOrSkip(client);
        NativeClients.findOrSkip("git");
        ProvisionPlace place = new ProvisionPlace(folder, product);
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        CommandLineRun apply = place.run("apply", team);
        assertThat(apply.exitCode()).as(apply.toString()).isZero();
        String applied = place.state(team);

        CommandLineRun destroy = place.run("destroy", team, "--confirm", team);
        assertThat(destroy.exitCode()).as(destroy.toString()).isZero();
        assertThat(destroy.out()).doesNotContain("stays");
        assertThat(place.git(team, "ls-tree", "-r", "--name-only", "main")).isEmpty();
        delete(place.repository(team));
        assertThat(place.state(team)).isEmpty();

        Path page = folder.resolve("runbook.html");
        CommandLineRun runbook = place.run("runbook", team, "--format", "html", "--out", page.toString());
        assertThat(runbook.exitCode()).as(runbook.toString()).isZero();
        List<String> commands = commands(page);
        assertThat(commands).hasSizeGreaterThan(10);
        for (String command : commands) {
            bash(place, command);
        }
        assertThat(place.state(team)).isEqualTo(applied);
        CommandLineRun verify = place.run("verify", team);
        assertThat(verify.exitCode()).as(verify.toString()).isZero();
    }

    @Test
    void noSecretStandsInItAndAnOldOneIsFound() throws Exception {
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        String text = place.run("runbook", team).out();
        assertThat(text)
                .contains("psql", "git clone")
                .doesNotContain("it's dev")
                .doesNotContain("battery");

        assertThat(place.run("apply", team).exitCode()).isZero();
        CommandLineRun publish = place.run("runbook", team, "--publish");
        assertThat(publish.exitCode()).as(publish.toString()).isZero();
        assertThat(place.git(team, "show", "main:docs/runbook-" + team + ".md")).isEqualTo(text);
        assertThat(place.run("verify", team).out()).contains("is of this definition");

        place.write(team, "# a comment more\n");
        CommandLineRun stale = place.run("verify", team);
        assertThat(stale.exitCode()).as(stale.toString()).isEqualTo(1);
        assertThat(stale.out()).contains("STALE");
        assertThat(place.run("runbook", team, "--publish").exitCode()).isZero();
        assertThat(place.run("verify", team).exitCode()).isZero();
    }

    @Test
    void aPdfIsMadeByTheInstalledBrowser() throws Exception {
        NativeClients.findOrSkip("chromium");
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam();
        place.write(team, "");
        Path pdf = folder.resolve("runbook.pdf");
        CommandLineRun run = place.run("runbook", team, "--format", "pdf", "--out", pdf.toString());
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(new String(Files.readAllBytes(pdf), StandardCharsets.ISO_8859_1))
                .startsWith("%PDF-");

        place.environment().put("PATH", folder.toString());
        CommandLineRun none = place.run("runbook", team, "--format", "pdf", "--out", pdf.toString());
        assertThat(none.exitCode()).isEqualTo(78);
        assertThat(none.err()).contains("browser-missing", "SLIPWAY_BROWSER");
    }

    /** What is copied out of the paper runs: no line of a command is broken. */
    @ParameterizedTest
    @ValueSource(strings = {"", "withaverylongname"})
    void inThePdfEachLineOfACommandIsOneLine(String longer) throws Exception {
        NativeClients.findOrSkip("chromium");
        NativeClients.findOrSkip("pdftotext");
        ProvisionPlace place = new ProvisionPlace(folder, "postgresql");
        String team = ProvisionPlace.newTeam() + longer;
        place.write(team, "");
        Path page = folder.resolve("runbook.html");
        assertThat(place.run("runbook", team, "--format", "html", "--out", page.toString())
                        .exitCode())
                .isZero();
        Path pdf = folder.resolve("runbook.pdf");
        assertThat(place.run("runbook", team, "--format", "pdf", "--out", pdf.toString())
                        .exitCode())
                .isZero();
        Process process = new ProcessBuilder("pdftotext", "-layout", pdf.toString(), "-").start();
        Set<String> printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replace('\f', '\n')
                .lines()
                .map(ProvisionRunbookTest::words)
                .collect(Collectors.toSet());
        List<String> lines = commands(page).stream()
                .flatMap(String::lines)
                .map(ProvisionRunbookTest::words)
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(lines).anyMatch(line -> line.length() > 120);
        assertThat(printed).containsAll(lines);
    }

    private static String words(String line) {
        return line.strip().replaceAll("\\s+", " ");
    }

    static List<String> commands(Path page) throws IOException {
        List<String> commands = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(page));
        while (block.find()) {
            commands.add(block.group(1)
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&quot;", "\"")
                    .replace("&amp;", "&"));
        }
        return commands;
    }

    static void bash(ProvisionPlace place, String command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(place.root(), "bash", ".log");
        ProcessBuilder builder = new ProcessBuilder("bash", "-eu", "-o", "pipefail", "-c", command)
                .directory(place.root().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.putAll(place.environment());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(command).isTrue();
        assertThat(process.exitValue())
                .as(command + "\n" + Files.readString(log))
                .isZero();
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
