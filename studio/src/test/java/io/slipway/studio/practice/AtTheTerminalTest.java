package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as somebody gives them at a terminal of their own, with Enter and Ctrl-C. */
class AtTheTerminalTest {
    private static final String CTRL_C = "\u0003";

    @TempDir
    private static Path launchers;

    @TempDir
    private Path folder;

    @TempDir
    private Path temporary;

    private final StringBuffer seen = new StringBuffer();
    private PtyProcess terminal;

    @BeforeAll
    static void terminalsFindSlipway() throws IOException {
        Playing.install(launchers);
    }

    @AfterAll
    static void forget() {
        Playing.forget();
    }

    @AfterEach
    void end() {
        terminal.destroyForcibly();
    }

    /** Nothing goes on before Enter; then it does, step by step, to the end. */
    @Test
    void aLiveDemoWaitsForEnterAtEachStep() throws Exception {
        start("scenario", "demo", "see-where-everything-is", "--live", "--headless");
        until("[Enter]");
        Thread.sleep(2_000);
        assertThat(prompts()).isEqualTo(1);
        while (terminal.isAlive()) {
            int before = prompts();
            type("\r");
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (prompts() == before && terminal.isAlive() && System.nanoTime() < end) {
                Thread.sleep(50);
            }
            assertThat(prompts() > before || !terminal.isAlive())
                    .as(seen.toString())
                    .isTrue();
        }
        assertThat(terminal.waitFor()).as(seen.toString()).isZero();
        assertThat(seen).contains("== See where everything is", "SAY ", "DO ");
    }

    @Test
    void ctrlCWhileACommandRunsSaysHowFarItCame() throws Exception {
        Files.writeString(
                folder.resolve("slow.yaml"),
                "scenario: slow\ntitle: T\naudience: developer\nsummary: S\nchapters:\n  - title: C\n    steps:\n"
                        + "      - run: touch begun\n      - run: touch " + folder.resolve("runs") + "; sleep 300\n");
        start("scenario", "check", "slow", "--from", folder.toString());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!Files.exists(folder.resolve("runs"))) {
            assertThat(System.nanoTime()).as(seen.toString()).isLessThan(end);
            Thread.sleep(100);
        }
        Thread.sleep(1_000);
        type(CTRL_C);
        assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).as(seen.toString()).isTrue();
        until("after 1 of 2 steps of slow");
        assertThat(terminal.exitValue()).isEqualTo(130);
        assertThat(seen.toString().replaceAll("\\s+", " "))
                .contains("which was interrupted and ended with exit code 130")
                .contains("0 of 1 scenarios were finished before")
                .contains("nothing is kept of this scenario");
        assertThat(temporary).isEmptyDirectory();
    }

    /** It reaches ffmpeg too, and sooner; what was filmed before stays as it is. */
    @Test
    void ctrlCWhileAFilmIsMadeKeepsTheOneBefore() throws Exception {
        Files.writeString(
                folder.resolve("short.yaml"),
                "scenario: short\ntitle: T\naudience: viewer\nsummary: S\nchapters:\n  - title: C\n    steps:\n"
                        + "      - say: This is said, and takes its time.\n      - open: /me\n");
        Path films = Files.createDirectories(folder.resolve("films/short"));
        Path before = Files.writeString(films.resolve("film.mp4"), "the film before");
        start(
                "scenario",
                "record",
                "short",
                "--from",
                folder.toString(),
                "--to",
                films.getParent().toString());
        awaitFile(films, "glob:**/.making-*/film.mp4");
        type(CTRL_C);
        assertThat(terminal.waitFor(120, TimeUnit.SECONDS)).as(seen.toString()).isTrue();
        until("It was cancelled.");
        assertThat(terminal.exitValue()).isEqualTo(130);
        assertThat(seen.toString()).doesNotContain("failed");
        assertThat(films).isDirectoryNotContaining(each -> !each.equals(before));
        assertThat(before).hasContent("the film before");
        assertThat(temporary).isEmptyDirectory();
    }

    /** Nobody but who makes the databases knows of them then. */
    @Test
    void ctrlCWhileTheDatabasesAreMadeLeavesNothing() throws Exception {
        start("scenario", "check", "see-where-everything-is");
        awaitFile(temporary, "glob:**/slipway-practice-*");
        type(CTRL_C);
        assertThat(terminal.waitFor(60, TimeUnit.SECONDS)).as(seen.toString()).isTrue();
        until("It was cancelled.");
        assertThat(terminal.exitValue()).isEqualTo(130);
        assertThat(temporary).isEmptyDirectory();
    }

    /** Until there is one, in the folder or in one of its folders. */
    private void awaitFile(Path in, String pattern) throws Exception {
        PathMatcher wanted = in.getFileSystem().getPathMatcher(pattern);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(240);
        while (true) {
            try (Stream<Path> files = Files.find(in, 2, (file, attributes) -> wanted.matches(file))) {
                if (files.findAny().isPresent()) {
                    return;
                }
            } catch (UncheckedIOException e) {
                // files come and go
                assertThat(e).hasCauseInstanceOf(NoSuchFileException.class);
            }
            assertThat(System.nanoTime()).as(seen.toString()).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private void start(String... words) throws IOException {
        String[] command = new String[words.length + 1];
        command[0] = launchers.resolve("slipway").toString();
        System.arraycopy(words, 0, command, 1, words.length);
        Map<String, String> variables = new HashMap<>(System.getenv());
        variables.put("TERM", "xterm-256color");
        variables.put(
                "JDK_JAVA_OPTIONS",
                "-Dslipway.launcher=" + launchers.resolve("slipway") + " -Djava.io.tmpdir=" + temporary);
        variables.put("TMPDIR", temporary.toString());
        terminal = new PtyProcessBuilder(command)
                .setDirectory(folder.toString())
                .setEnvironment(variables)
                .setInitialColumns(200)
                .setInitialRows(50)
                .start();
        Thread reader = new Thread(this::read, "at-the-terminal");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        byte[] buffer = new byte[4096];
        try (InputStream output = terminal.getInputStream()) {
            int count = output.read(buffer);
            while (count >= 0) {
                seen.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
                count = output.read(buffer);
            }
        } catch (IOException e) {
            seen.append("\n(the terminal is gone)");
        }
    }

    private void type(String keys) throws IOException {
        terminal.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        terminal.getOutputStream().flush();
    }

    private int prompts() {
        return seen.toString().split("\\[Enter\\]", -1).length - 1;
    }

    private void until(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (!seen.toString().replaceAll("\\s+", " ").contains(text)) {
            assertThat(System.nanoTime()).as(seen.toString()).isLessThan(end);
            Thread.sleep(50);
        }
    }
}
