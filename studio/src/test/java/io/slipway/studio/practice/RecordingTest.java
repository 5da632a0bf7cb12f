package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.cli.scenario.Studio;
import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.program.Programs;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.ScenarioFile;
import io.slipway.release.report.Reports;
import io.slipway.studio.recording.Recording;
import io.slipway.testkit.Skips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Films one short scenario, and measures in the film what was promised of it. */
class RecordingTest {
    /** A caption may be off from what it is about by that, in seconds. */
    private static final double NEAR = 0.3;

    private static final String SCENARIO = """
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
                  - say: Now you are on a page of the console.
                  - open: /me
                  - fill: { field: Name, with: ci }
                  - click: { role: button, name: Make a token }
                  - wait: { text: shown this once, part: true }
                  - show: { picture: token, focus: { role: heading, name: Tokens } }
            """;

    @TempDir
    private static Path launchers;

    @TempDir
    private static Path recordings;

    private static Path film = Path.of("");
    private static Scenario scenario;
    private static Recording recording;
    private static final List<Made> made = new ArrayList<>();

    @TempDir
    private Path folder;

    private final Playing playing = new Playing();

    @BeforeAll
    static void filmIt() throws Exception {
        Playing.install(launchers);
        for (Programs each : List.of(Programs.FFMPEG, Programs.FFPROBE, Programs.VOICE)) {
            if (each.find(System.getenv()).isEmpty()) {
                Skips.outLoud("recordings: there is no " + each.title());
            }
        }
        scenario = ScenarioFile.read(Files.writeString(launchers.resolve("short.yaml"), SCENARIO));
        Playing filming = new Playing();
        int exit = Studio.find().record(filming.wiring(), List.of(scenario), recordings, true, made::add);
        assertThat(exit).as(filming.said()).isZero();
        film = recordings.resolve("short");
        recording = Reports.read(Files.readString(film.resolve("recording.json")), Recording.class);
    }

    @AfterAll
    static void forget() {
        Playing.forget();
    }

    @Test
    void clipsAddUpToTheMaster() throws Exception {
        assertThat(Video.frames(film.resolve("film.mp4"))).isEqualTo(recording.frames());
        assertThat(Video.frames(film.resolve("film.webm"))).isEqualTo(recording.frames());
        int clips = 0;
        for (Recording.Chapter chapter : recording.chapters()) {
            int frames = Video.frames(film.resolve(chapter.clip()));
            assertThat(frames).as(chapter.title()).isEqualTo(chapter.frames());
            clips += frames;
            assertThat(Video.frames(film.resolve(chapter.clip().replace(".mp4", ".webm"))))
                    .as(chapter.title() + " as WebM")
                    .isEqualTo(chapter.frames());
        }
        assertThat(clips).isEqualTo(recording.frames());
        assertThat(recording.leftOut()).anySatisfy(cut -> {
            assertThat(cut.why()).contains("sleep 3");
            assertThat(cut.seconds()).isGreaterThan(2);
        });
        assertThat(recording.seconds()).isLessThan(40);
    }

    /** What is handed in can be held against the files. */
    @Test
    void clipsAreToldWithTheDigestOfTheirFiles() throws Exception {
        Made clips = made.get(0);
        assertThat(made).hasSize(1);
        assertThat(clips.kind()).isEqualTo(Kind.CLIPS);
        assertThat(clips.edition()).isEqualTo(scenario.digest());
        assertThat(clips.pieces()).isEqualTo(recording.chapters().size());
        assertThat(Results.of(recording, film)).contains(clips);
        Process sums = new ProcessBuilder("bash", "-c", "LC_ALL=C; sha256sum * | sha256sum")
                .directory(film.toFile())
                .start();
        assertThat(new String(sums.getInputStream().readAllBytes())).startsWith(clips.digest());
    }

    /** Every step that does something is seen, one after the other, and whole in one clip. */
    @Test
    void noActionLiesInACut() throws Exception {
        assertThat(recording.actions())
                .extracting(Recording.Action::verb)
                .containsExactly("run", "open", "fill", "click", "wait", "show");
        double end = 0;
        for (Recording.Action action : recording.actions()) {
            assertThat(action.from()).as(action.toString()).isGreaterThanOrEqualTo(end);
            assertThat(action.to()).as(action.toString()).isGreaterThan(action.from());
            assertThat(recording.chapters())
                    .as(action.toString())
                    .filteredOn(chapter -> action.from() >= chapter.from() && action.to() <= chapter.to())
                    .hasSize(1);
            end = action.to();
        }
        // where waiting was left out of a command, all of it is typed, and what it printed is not there yet
        Recording.LeftOut wait = recording.leftOut().stream()
                .filter(cut -> cut.why().contains("sleep 3"))
                .findFirst()
                .orElseThrow();
        Recording.Action run = recording.actions().get(0);
        assertThat(wait.at()).isBetween(run.from(), run.to());
        String before = Video.read(film.resolve("film.mp4"), wait.at() - 0.5, folder);
        String after = Video.read(film.resolve("film.mp4"), run.to() - 0.2, folder);
        assertThat(before).as("before the cut").contains("sleep");
        assertThat(after).as("after the cut").contains("and");
    }

    /** A picture that stands for longer than two seconds is one over which somebody speaks. */
    @Test
    void noDeadSpanIsLeft() throws Exception {
        String told = Video.errors(
                "ffmpeg",
                "-hide_banner",
                "-nostats",
                "-i",
                film.resolve("film.mp4").toString(),
                "-vf",
                "freezedetect=n=0.000005:d=1.5",
                "-map",
                "0:v:0",
                "-f",
                "null",
                "-");
        List<Double> begins = times(told, "freeze_start: ([0-9.]+)");
        List<Double> ends = times(told, "freeze_end: ([0-9.]+)");
        assertThat(begins).as(told).isNotEmpty();
        for (int i = 0; i < begins.size(); i++) {
            double from = begins.get(i);
            double to = i < ends.size() ? ends.get(i) : recording.seconds();
            double listed = recording.captions().stream()
                    .mapToDouble(cue -> Math.max(0, Math.min(to, cue.to()) - Math.max(from, cue.from())))
                    .sum();
            assertThat(to - from - listed)
                    .as("frozen from %s to %s, of which %s are captions", from, to, listed)
                    .isLessThanOrEqualTo(2.0);
        }
    }

    /** A caption begins with its words, and stands over one picture: that of which it speaks. */
    @Test
    void captionsMatchWhatIsSeenAndHeard() throws Exception {
        assertThat(recording.captions()).hasSize(2);
        List<Double> stream = Arrays.stream(Video.output(
                                "ffprobe",
                                "-v",
                                "error",
                                "-select_streams",
                                "s:0",
                                "-show_entries",
                                "packet=pts_time,size",
                                "-of",
                                "csv=p=0",
                                film.resolve("film.mp4").toString())
                        .split("\n"))
                .filter(line -> !line.endsWith(",2")) // empty ones stand between
                .map(line -> Double.parseDouble(line.split(",")[0]))
                .toList();
        String told = Video.errors(
                "ffmpeg",
                "-hide_banner",
                "-nostats",
                "-i",
                film.resolve("film.mp4").toString(),
                "-af",
                "silencedetect=noise=-40dB:d=0.5",
                "-vn",
                "-f",
                "null",
                "-");
        List<Double> heard = new ArrayList<>(List.of(0.0));
        heard.addAll(times(told, "silence_end: ([0-9.]+)"));
        for (int i = 0; i < recording.captions().size(); i++) {
            Recording.Cue cue = recording.captions().get(i);
            assertThat(stream.get(i)).isBetween(cue.from() - NEAR, cue.from() + NEAR);
            assertThat(heard).as(told).anySatisfy(at -> assertThat(at).isBetween(cue.from() - NEAR, cue.from() + NEAR));
            Video.Same same = Video.sameAs(film.resolve("film.mp4"), (cue.from() + cue.to()) / 2, recording.seconds());
            assertThat(same.from()).as("first seen for " + cue).isBetween(cue.from() - NEAR, cue.from() + NEAR);
            assertThat(same.to()).as("last seen for " + cue).isBetween(cue.to() - NEAR, cue.to() + NEAR);
        }
    }

    /** At 1080p a program reads back what terminal and page say; and no secret. */
    @Test
    void textIsReadableAndSecretsAreNot() throws Exception {
        Video.needsEyes();
        Recording.Action run = recording.actions().get(0);
        String terminal = Video.read(film.resolve("film.mp4"), run.to() - 0.1, folder);
        assertThat(words(terminal)).contains("echo", "sleep", "SLIPWAY_TOKEN", "SHOP_PASSWORD");
        Recording.Page page = recording.pages().get(recording.pages().size() - 1);
        String seen = Video.read(film.resolve("film.mp4"), recording.seconds() - 0.3, folder);
        // a part of the page is seen, and what is read of that must be what the page says
        Set<String> read = words(seen);
        Set<String> right = new TreeSet<>(read);
        right.retainAll(words(page.text()));
        System.out.printf(Locale.ROOT, "of %d words read on the page, %d stand there%n", read.size(), right.size());
        assertThat(right).as(seen).hasSizeGreaterThan(Math.max(12, read.size() * 3 / 4));

        StringBuilder all = new StringBuilder();
        for (double at = 1; at < recording.seconds(); at += 1.5) {
            all.append(Video.read(film.resolve("film.mp4"), at, folder)).append('\n');
        }
        // tokens begin so; they would be read as plainly as what stands around them
        assertThat(all.toString()).contains("shown this once").doesNotContain("slipway_");
        try (Stream<Path> files = Files.walk(film)) {
            for (Path file : files.filter(f -> f.toString().matches(".*\\.(json|vtt|html)"))
                    .toList()) {
                assertThat(Files.readString(file)).as(file.toString()).doesNotContain("slipway_");
            }
        }
    }

    /** Another text on a page names page, clip and chapter, and no other clip; so does a step that fails. */
    @Test
    void whatChangedNamesItsClips() throws Exception {
        Path kept = folder.resolve("short");
        Files.createDirectories(kept);
        String about = Files.readString(film.resolve("recording.json"));
        Files.writeString(kept.resolve("recording.json"), about);
        Files.writeString(kept.resolve("recording.json"), about.replace("Make a token", "Cut a token"));
        assertThat(Studio.find().recordCheck(playing.wiring(), List.of(scenario), folder))
                .isEqualTo(1);
        assertThat(playing.said())
                .contains("short: clip-2.mp4 (On a page) is stale: on the page /me, where it shows 'Cut a token'")
                .doesNotContain("clip-1.mp4");
        Path other =
                Files.writeString(launchers.resolve("other.yaml"), SCENARIO.replace("name: Make a t", "name: Cut a t"));
        assertThat(Studio.find().recordCheck(playing.wiring(), List.of(ScenarioFile.read(other)), folder))
                .isEqualTo(2);
        assertThat(playing.said())
                .contains("click the button 'Cut a token'", "clip-2.mp4 (On a page) is stale: its step at");
    }

    /** Chapters that were moved and named anew become other clips, without playing anything. */
    @Test
    void clipsAreMadeAgain() throws Exception {
        Path again = Files.createDirectories(folder.resolve("again"));
        Files.copy(film.resolve("film.mp4"), again.resolve("film.mp4"));
        Files.createFile(again.resolve("clip-7.mp4"));
        String about = Files.readString(film.resolve("recording.json"));
        double moved = recording.chapters().get(0).to() + 1.24;
        Files.writeString(
                again.resolve("recording.json"),
                about.replace(
                                "\"to\":" + recording.chapters().get(0).to() + ",\"frames\"",
                                "\"to\":" + moved + ",\"frames\"")
                        .replace(
                                "\"title\":\"On a page\",\"from\":"
                                        + recording.chapters().get(1).from(),
                                "\"title\":\"Tokens\",\"from\":" + moved));
        assertThat(Studio.find().clips(playing.wiring(), List.of("again"), folder, made -> {}))
                .as(playing.said())
                .isZero();
        int first = (int) Math.round(moved * recording.framesPerSecond());
        assertThat(Video.frames(again.resolve("clip-1.mp4"))).isEqualTo(first);
        assertThat(Video.frames(again.resolve("clip-2.mp4"))).isEqualTo(recording.frames() - first);
        assertThat(again.resolve("clip-7.mp4")).doesNotExist();
        assertThat(Files.readString(again.resolve("watch.html"))).contains("Tokens");

        Files.writeString(
                again.resolve("recording.json"), about.replace("\"frames\":" + recording.frames(), "\"frames\":7"));
        assertThatThrownBy(() -> Studio.find().clips(playing.wiring(), List.of("again"), folder, made -> {}))
                .hasMessageContaining("The chapters in")
                .hasMessageContaining("recording.json");
    }

    private static List<Double> times(String told, String pattern) {
        List<Double> times = new ArrayList<>();
        Matcher found = Pattern.compile(pattern).matcher(told);
        while (found.find()) {
            times.add(Double.parseDouble(found.group(1)));
        }
        return times;
    }

    /** Words of four letters and more. */
    private static Set<String> words(String text) {
        return Arrays.stream(text.split("[^A-Za-z_]+"))
                .filter(word -> word.length() > 3)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
