package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Console;
import io.slipway.cli.scenario.Studio;
import io.slipway.database.Products;
import io.slipway.enablement.program.Programs;
import io.slipway.enablement.scenario.ScenarioFile;
import io.slipway.enablement.scenario.Scenarios;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.report.Reports;
import io.slipway.studio.recording.Recording;
import io.slipway.testkit.Skips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plays scenarios for real: server, databases, browser, terminal, ffmpeg. */
class StudioTest {
    @TempDir
    private static Path launchers;

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @BeforeAll
    static void terminalsFindSlipway() throws IOException {
        for (Programs each : List.of(Programs.BROWSER, Programs.SHELL)) {
            if (each.find(System.getenv()).isEmpty()) {
                Skips.outLoud("scenarios: there is no " + each.title());
            }
        }
        Path launcher = Files.writeString(
                launchers.resolve("slipway"),
                "#!/bin/sh\nexec \"" + System.getProperty("java.home")
                        + "/bin/java\" -XX:TieredStopAtLevel=1 -Xshare:auto -cp \""
                        + System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        + "\" io.slipway.cli.CliMain \"$@\"\n");
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
        System.setProperty("slipway.launcher", launcher.toString());
    }

    @AfterAll
    static void forget() {
        System.clearProperty("slipway.launcher");
    }

    private Wiring wiring() {
        PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
        return new Wiring(
                System.getenv(),
                Clock.systemUTC(),
                new Cancellation(),
                new Console(out, out, false),
                Products.all(Clock.systemUTC()));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    /** Every scenario holds, and guides are made of all of them; the same console finds none of their pictures stale. */
    @Test
    void guidesAreMadeOfAllScenarios() throws Exception {
        int exit = Studio.find().guide(wiring(), Scenarios.builtIn().all(), folder, false);
        assertThat(exit).as(said()).isZero();
        for (String audience : List.of("developer", "team-lead", "dba", "release-manager", "administrator", "viewer")) {
            String html = Files.readString(folder.resolve(audience + ".html"));
            assertThat(html).contains("<h1>", "id=\"search\"").doesNotContain("slipway_");
            byte[] pdf = Files.readAllBytes(folder.resolve(audience + ".pdf"));
            assertThat(new String(pdf, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("%PDF-");
            for (String picture : pictures(html)) {
                assertThat(folder.resolve(picture)).exists();
            }
        }
        assertThat(Files.readString(folder.resolve("developer.html")))
                .contains("slipway package", "ALTER TABLE shop.customer", "Choose <code>dev</code>")
                .contains("call-out");
        assertThat(Files.readString(folder.resolve("guide.json")))
                .contains("••••••••")
                .doesNotContain("slipway_");

        var first = Scenarios.builtIn().named(List.of("see-where-everything-is"));
        assertThat(Studio.find().guide(wiring(), first, folder, true))
                .as(said())
                .isZero();
        Path kept = folder.resolve("guide.json");
        Files.writeString(kept, Files.readString(kept).replace("Pipelines", "Conveyors"));
        assertThat(Studio.find().guide(wiring(), first, folder, true)).isEqualTo(1);
        assertThat(said())
                .contains("see-where-everything-is: the picture see-where-everything-is-pipelines is stale")
                .contains("where it shows");
    }

    private static List<String> pictures(String html) {
        List<String> pictures = new ArrayList<>();
        var found = java.util.regex.Pattern.compile("pictures/[a-z0-9-]+\\.png").matcher(html);
        while (found.find()) {
            pictures.add(found.group());
        }
        return pictures;
    }

    /** What a renamed button, a second of the same name, a wrong exit code and a wrong row in a database come to. */
    @Test
    void whatDoesNotHoldIsToldWithItsPlace() throws Exception {
        Map<String, String> steps = new HashMap<>();
        steps.put("renamed", "- open: /projects/shop\n      - click: { role: button, name: Give it in }");
        steps.put("ambiguous", "- open: /projects/shop\n      - click: { role: link, part: true, name: e }");
        steps.put("exit", "- run: slipway status\n        expect: { exit: 3 }");
        steps.put("endless", "- run: sleep 600\n        seconds: 2");
        steps.put("database", "- check: { environment: dev, sql: select 7, equals: 8 }");
        steps.put("page", "- open: /projects/nobody");
        for (Map.Entry<String, String> each : steps.entrySet()) {
            Files.writeString(
                    folder.resolve(each.getKey() + ".yaml"),
                    "scenario: " + each.getKey()
                            + "\ntitle: T\naudience: developer\nsummary: S\nchapters:\n  - title: C\n    steps:\n      "
                            + each.getValue() + "\n");
        }
        int exit = Studio.find().check(wiring(), Scenarios.in(folder).all(), false, folder.resolve("failures"));
        assertThat(exit).isEqualTo(2);
        assertThat(said())
                .contains("renamed.yaml:9:9: click the button 'Give it in'")
                .contains("There is no button 'Give it in' on the page. It has:")
                .contains("Hand in")
                .contains("ambiguous.yaml:9:9: click")
                .contains("It is not clear which is meant")
                .contains("It should end with exit code 3 and ended with 0.")
                .contains("It did not end within 2 seconds, and was interrupted: sleep 600")
                .contains("The database should answer '8' and answers '7'.")
                .contains("The page answers 404.");
        assertThat(folder.resolve("failures").resolve("renamed.png")).exists();
    }

    /** A film, its clips, captions and the list of what was left out fit together to the frame. */
    @Test
    void aScenarioFilmsItself() throws Exception {
        for (Programs each : List.of(Programs.FFMPEG, Programs.FFPROBE, Programs.VOICE)) {
            if (each.find(System.getenv()).isEmpty()) {
                Skips.outLoud("recordings: there is no " + each.title());
            }
        }
        Files.writeString(folder.resolve("short.yaml"), """
                scenario: short
                title: A short one
                audience: developer
                summary: You see it.
                chapters:
                  - title: In the terminal
                    steps:
                      - say: This prints a secret, and nobody sees it.
                      - write: { file: sql/ddl/001_a.sql, text: "CREATE TABLE a (id integer);" }
                      - run: echo "$SLIPWAY_TOKEN and $SHOP_PASSWORD"; sleep 3
                        expect: { output: "******** and ********" }
                  - title: On a page
                    steps:
                      - open: /me
                      - fill: { field: Name, with: ci }
                      - click: { role: button, name: Make a token }
                      - wait: { text: shown this once, part: true }
                      - show: { picture: token, focus: { role: heading, name: Tokens } }
                """);
        int exit =
                Studio.find().record(wiring(), List.of(ScenarioFile.read(folder.resolve("short.yaml"))), folder, true);
        assertThat(exit).as(said()).isZero();
        Path film = folder.resolve("short");
        Recording recording = Reports.read(Files.readString(film.resolve("recording.json")), Recording.class);
        assertThat(frames(film.resolve("film.mp4"))).isEqualTo(recording.frames());
        assertThat(frames(film.resolve("film.webm"))).isEqualTo(recording.frames());
        int clips = 0;
        for (Recording.Chapter chapter : recording.chapters()) {
            int frames = frames(film.resolve(chapter.clip()));
            assertThat(frames).as(chapter.title()).isEqualTo(chapter.frames());
            clips += frames;
        }
        assertThat(clips).isEqualTo(recording.frames());
        assertThat(recording.leftOut()).anySatisfy(cut -> {
            assertThat(cut.why()).contains("sleep 3");
            assertThat(cut.seconds()).isGreaterThan(2);
        });
        assertThat(recording.seconds()).isLessThan(40);
        assertThat(recording.captions())
                .singleElement()
                .satisfies(cue -> assertThat(cue.to()).isGreaterThan(1.5));
        assertThat(recording.actions())
                .extracting(Recording.Action::verb)
                .contains("run", "open", "fill", "click", "show");
        try (Stream<Path> files = Files.walk(film)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(json|vtt|html)"))
                    .toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain("slipway_");
            }
        }
        nobodyReadsASecret(film.resolve("film.mp4"), recording.seconds());
    }

    /** What can be read on the frames, by the eyes of a program. */
    private void nobodyReadsASecret(Path film, double seconds) throws Exception {
        if (!program("tesseract", "--version")) {
            Skips.outLoud("reading the frames of a film: there is no tesseract");
        }
        StringBuilder read = new StringBuilder();
        for (double at = 1; at < seconds; at += 1.5) {
            Path frame = folder.resolve("frame.png");
            output(
                    "ffmpeg",
                    "-v",
                    "error",
                    "-y",
                    "-ss",
                    Double.toString(at),
                    "-i",
                    film.toString(),
                    "-frames:v",
                    "1",
                    frame.toString());
            if (Files.exists(frame)) {
                read.append(output("tesseract", frame.toString(), "-", "--psm", "11"))
                        .append('\n');
                Files.delete(frame);
            }
        }
        // tokens begin so; they would be read as plainly as what stands around them
        assertThat(read.toString()).contains("shown this once").doesNotContain("slipway_");
    }

    private static int frames(Path video) throws Exception {
        return Integer.parseInt(output(
                        "ffprobe",
                        "-v",
                        "error",
                        "-count_packets",
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "stream=nb_read_packets",
                        "-of",
                        "csv=p=0",
                        video.toString())
                .replace(",", "")
                .strip());
    }

    private static boolean program(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
