package io.slipway.studio.footage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.enablement.program.Programs;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.testkit.Skips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever stops while a film is made anew keeps the one before, with its page and its clips. */
class RenderingAgainTest {
    @TempDir
    private Path folder;

    private Path file;
    private Path to;

    @BeforeAll
    static void programs() {
        for (Programs each : List.of(Programs.FFMPEG, Programs.FFPROBE)) {
            if (each.find(System.getenv()).isEmpty()) {
                Skips.outLoud("cuts of a recording from elsewhere: there is no " + each.title());
            }
        }
    }

    @BeforeEach
    void footage() throws Exception {
        file = folder.resolve("film.mp4");
        to = folder.resolve("to");
        Process ffmpeg = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=s=640x360:r=25:d=20",
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        file.toString())
                .inheritIO()
                .start();
        assertThat(ffmpeg.waitFor()).isZero();
    }

    @Test
    void whatWasRenderedBeforeStaysUntilTheNextIsWhole() throws IOException {
        render(Progress.NONE, new Cancellation());
        List<String> whole = names();
        assertThat(whole).contains("clip-1.mp4", "film.mp4", "film.webm", "watch.html");
        Files.writeString(to.resolve("film.mp4"), "the film before");
        for (String task : List.of("writing film.mp4", "writing film.webm")) {
            Cancellation cancellation = new Cancellation();
            assertThatThrownBy(() -> render(new StopIn(task, cancellation), cancellation))
                    .isInstanceOfSatisfying(
                            SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CANCELLED));
            assertThat(to.resolve("film.mp4")).hasContent("the film before");
            assertThat(names()).isEqualTo(whole);
        }
        render(Progress.NONE, new Cancellation());
        assertThat(Files.size(to.resolve("film.mp4"))).isGreaterThan(10_000);
        assertThat(names()).isEqualTo(whole);
    }

    private void render(Progress progress, Cancellation cancellation) {
        new FootageDesk(file, to, System.getenv(), cancellation, progress).render(Clock.systemUTC());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(to)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    /** Stops in the midst of a task. */
    private static final class StopIn implements Progress {
        private final String task;
        private final Cancellation cancellation;
        private boolean begun;

        StopIn(String task, Cancellation cancellation) {
            this.task = task;
            this.cancellation = cancellation;
        }

        @Override
        public void begin(String next, int steps) {
            begun = next.equals(task);
        }

        @Override
        public void step(String what) {
            if (begun) {
                cancellation.cancel();
            }
        }

        @Override
        public void end() {}

        @Override
        public void note(String sentence) {}
    }
}
