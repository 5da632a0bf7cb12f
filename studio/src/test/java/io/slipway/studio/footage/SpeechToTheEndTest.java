package io.slipway.studio.footage;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.enablement.program.Programs;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.studio.recording.Recording;
import io.slipway.testkit.Skips;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody speaks until the recording ends: the last word is heard in all that is made of it, however it was sampled. */
class SpeechToTheEndTest {
    private static final int RATE = 8_000;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {16_000, 22_050, 48_000})
    void theLastWordIsHeard(int sampled) throws Exception {
        for (Programs each : List.of(Programs.FFMPEG, Programs.FFPROBE, Programs.VOICE)) {
            if (each.find(System.getenv()).isEmpty()) {
                Skips.outLoud("a recording that is spoken until its end: there is no " + each.title());
            }
        }
        Path file = spoken(sampled);
        double last = lastLoud(file);
        FootageDesk desk =
                new FootageDesk(file, folder.resolve("to"), System.getenv(), new Cancellation(), Progress.NONE);
        CutList list = desk.list();
        assertThat(last).as("it is spoken until its end").isGreaterThan(list.seconds() - 0.15);
        Cut cut = new Cut(1, Cut.Kind.BY_HAND, 1, 2, "", 1, Cut.State.ACCEPTED);
        new CutFile(folder.resolve("to"))
                .write(list.saved(List.of(cut), list.chapters()).checked());
        Recording recording = desk.render(Clock.systemUTC());
        for (String made : List.of("film.mp4", "film.webm", "clip-1.mp4", "clip-1.webm")) {
            assertThat(lastLoud(folder.resolve("to").resolve(made))).as(made).isBetween(last - 1.08, last - 0.92);
        }
        assertThat(recording.seconds()).isBetween(list.seconds() - 1.05, list.seconds() - 0.95);
    }

    private Path spoken(int sampled) throws Exception {
        Path voice = folder.resolve("voice.wav");
        Path sound = folder.resolve("sound.wav");
        Path file = folder.resolve("spoken.mp4");
        output("espeak-ng", "-w", voice.toString(), "One two three four five six seven eight nine ten eleven twelve");
        // espeak-ng leaves some silence behind the last word
        String close = "areverse,silenceremove=start_periods=1:start_threshold=-30dB,areverse";
        output("ffmpeg", "-i", voice.toString(), "-af", close, "-ar", "" + sampled, sound.toString());
        String picture = "testsrc=size=320x180:rate=25";
        String seconds = String.format(Locale.ROOT, "%.3f", Files.size(sound) / 2.0 / sampled);
        Stream<String> command =
                Stream.of("ffmpeg", "-f", "lavfi", "-i", picture, "-i", sound.toString(), "-t", seconds);
        output(Stream.concat(command, Stream.of("-pix_fmt", "yuv420p", "-ar", "" + sampled, file.toString()))
                .toArray(String[]::new));
        return file;
    }

    /** When the last that is loud is heard. */
    private static double lastLoud(Path film) throws Exception {
        ByteBuffer samples = ByteBuffer.wrap(output(
                        "ffmpeg", "-i", film.toString(), "-vn", "-ac", "1", "-ar", "" + RATE, "-f", "s16le", "-"))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int i = samples.limit() / 2 - 1; i >= 0; i--) {
            if (Math.abs(samples.getShort(2 * i)) > 800) {
                return (double) i / RATE;
            }
        }
        throw new AssertionError(film + " is silent");
    }

    private static byte[] output(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] bytes = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return bytes;
    }
}
