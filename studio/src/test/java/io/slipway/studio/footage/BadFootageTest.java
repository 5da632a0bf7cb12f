package io.slipway.studio.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.slipway.enablement.program.Programs;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.testkit.Skips;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no recordings, half of one, or unusual. */
class BadFootageTest {
    @TempDir
    private Path folder;

    @BeforeAll
    static void programs() {
        for (Programs each : List.of(Programs.FFMPEG, Programs.FFPROBE)) {
            if (each.find(System.getenv()).isEmpty()) {
                Skips.outLoud("cuts of a recording from elsewhere: there is no " + each.title());
            }
        }
    }

    @Test
    void whatIsNoFilmIsRefusedWithTheReason() throws Exception {
        refused(folder.resolve("nowhere.mp4"), "There is no file");
        refused(folder, "There is no file");
        refused(Files.writeString(folder.resolve("text.mp4"), "This is a text.\n"), "is not a film that can be read");
        refused(Files.createFile(folder.resolve("empty.mp4")), "is not a film that can be read");
        // a list of other files, under the name of a film, is not followed
        Path whole = film("whole.mp4", true, true);
        refused(
                Files.writeString(folder.resolve("list.mp4"), "ffconcat version 1.0\nfile 'whole.mp4'\n"),
                "is not a film that can be read");
        refused(
                Files.writeString(folder.resolve("list.m3u8"), "#EXTM3U\n#EXTINF:5,\nwhole.mp4\n"),
                "is not a film that can be read");
        ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "sine=d=3",
                "-c:a",
                "aac",
                folder.resolve("sound.mp4").toString());
        refused(folder.resolve("sound.mp4"), "has no picture, only sound");
        byte[] bytes = Files.readAllBytes(film("tail.mp4", true, false));
        refused(
                Files.write(folder.resolve("headless.mp4"), Arrays.copyOf(bytes, bytes.length / 2)),
                "is not whole: its index, which stands at its end, is missing");
        assertThat(desk(whole).list().missing()).isZero();
    }

    /** A program that fails for reasons of its own is not the film's fault. */
    @Test
    void aProgramThatDoesNotRunIsToldAsSuch() throws Exception {
        Path whole = film("whole.mp4", true, true);
        Map<String, List<String>> others = Map.of(
                "SLIPWAY_FFPROBE", List.of("/bin/false", "/bin/true", "/bin/echo"),
                "SLIPWAY_FFMPEG", List.of("/bin/false", "/bin/true"));
        others.forEach((variable, programs) -> programs.forEach(other -> {
            Map<String, String> environment = new HashMap<>(System.getenv());
            environment.put(variable, other);
            assertThatThrownBy(() -> desk(whole, environment))
                    .isInstanceOf(SlipwayException.class)
                    .hasMessageContaining(other + ", which was taken for ff")
                    .hasMessageNotContaining("not a film")
                    .extracting(e -> ((SlipwayException) e).code())
                    .isEqualTo(ErrorCode.PROGRAM_MISSING);
        }));
        Map<String, String> nowhere = new HashMap<>(System.getenv());
        nowhere.put("SLIPWAY_FFPROBE", "/no/such/ffprobe");
        assertThatThrownBy(() -> desk(whole, nowhere))
                .hasMessageContaining("/no/such/ffprobe, which was taken for ffprobe")
                .hasMessageContaining("is no program that can be run");
    }

    @Test
    void ofAFileThatWasCutOffWhatIsThereIsTaken() throws Exception {
        byte[] bytes = Files.readAllBytes(film("whole.mp4", true, true));
        Path half = Files.write(folder.resolve("half.mp4"), Arrays.copyOf(bytes, bytes.length / 2));
        FootageDesk desk = desk(half);
        CutList list = desk.list();
        assertThat(list.seconds()).isBetween(5.0, 16.0);
        assertThat(list.missing()).isBetween(4.0, 15.0);
        assertThat(desk.render(Clock.systemUTC()).seconds()).isEqualTo(list.seconds(), within(0.05));
    }

    @Test
    void withoutSoundThePictureIsEnough() throws Exception {
        FootageDesk desk = desk(film("silent.mp4", false, true));
        CutList list = desk.list();
        assertThat(list.sound()).isFalse();
        assertThat(list.cuts()).allSatisfy(cut -> assertThat(cut.kind()).isNotEqualTo(Cut.Kind.SILENCE));
        assertThat(list.cuts()).anySatisfy(cut -> {
            assertThat(cut.kind()).isEqualTo(Cut.Kind.FROZEN);
            assertThat(cut.from()).isBetween(9.5, 11.0);
        });
        assertThat(desk.render(Clock.systemUTC()).spoken()).isFalse();
    }

    @Test
    void anotherFileDoesNotGetTheCutsOfThisOne() throws Exception {
        desk(film("one.mp4", true, true)).list();
        assertThatThrownBy(() -> desk(film("other.mp4", false, true)).list())
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("is about another recording, one.mp4");
    }

    @Test
    void aListOfCutsThatDoesNotFitIsRefusedByName() throws Exception {
        FootageDesk desk = desk(film("one.mp4", true, true));
        desk.list();
        String good = Files.readString(desk.path());
        String[][] wrong = {
            {"\"formatVersion\" : 1", "\"formatVersion\" : 9", "no list of cuts of this version"},
            {"\"at\" : 0.0", "\"at\" : 3.0", "The first chapter must begin at 0 s"},
            {"\"title\" : \"one\"", "\"title\" : \"\"", "needs a title"},
            {"\"state\" : \"proposed\"", "\"state\" : \"perhaps\"", "It is no list of cuts"},
            {"\"id\" : 1,", "\"id\" : 0,", "its number is less than 1"},
            {"\"from\" :", "\"from\" : 1000, \"to\" : 7, \"ignored\" :", "It is no list of cuts"},
        };
        for (String[] each : wrong) {
            assertThat(good).contains(each[0]);
            Files.writeString(desk.path(), good.replace(each[0], each[1]));
            assertThatThrownBy(desk::list)
                    .isInstanceOfSatisfying(
                            SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RECORDING_INVALID))
                    .hasMessageContaining(each[2]);
        }
        CutList list = CutFile.parse(good);
        Cut all = new Cut(99, Cut.Kind.BY_HAND, 0, list.seconds(), "", 1, Cut.State.ACCEPTED);
        new CutFile(folder.resolve("to")).write(list.saved(List.of(all), list.chapters()));
        assertThatThrownBy(() -> desk.render(Clock.systemUTC())).hasMessageContaining("leave less than a second");
    }

    private void refused(Path file, String why) {
        assertThatThrownBy(() -> desk(file))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.RECORDING_INVALID);
                    assertThat(e.help()).isNotEmpty();
                })
                .hasMessageContaining(why);
    }

    private FootageDesk desk(Path file) {
        return desk(file, System.getenv());
    }

    private FootageDesk desk(Path file, Map<String, String> environment) {
        return new FootageDesk(file, folder.resolve("to"), environment, new Cancellation(), Progress.NONE);
    }

    /** Twenty seconds, of which the picture stands still from the tenth on. */
    private Path film(String name, boolean sound, boolean indexFirst) throws Exception {
        Path file = folder.resolve(name);
        List<String> command = new ArrayList<>(
                List.of("-f", "lavfi", "-i", "testsrc=s=320x180:r=10:d=10,tpad=stop_mode=clone:stop_duration=10"));
        if (sound) {
            command.addAll(List.of("-f", "lavfi", "-i", "sine=frequency=500:d=20"));
        }
        command.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-g", "20", "-pix_fmt", "yuv420p"));
        if (indexFirst) {
            command.addAll(List.of("-movflags", "+faststart"));
        }
        command.add(file.toString());
        ffmpeg(command.toArray(String[]::new));
        return file;
    }

    private static void ffmpeg(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
