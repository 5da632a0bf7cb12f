package io.slipway.studio.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are put in place together, or not at all. */
class MakingTest {
    @TempDir
    private Path folder;

    private Path target;

    @BeforeEach
    void name() {
        target = folder.resolve("film");
    }

    @Test
    void filesOfTheSameNamesAreReplacedAndOthersStay() throws IOException {
        Files.createDirectory(target);
        Files.writeString(target.resolve("mine"), "stays");
        Files.writeString(target.resolve("film.mp4"), "before");
        Making.into(target, making -> {
            Files.writeString(making.resolve("film.mp4"), "after");
            assertThat(target.resolve("film.mp4")).hasContent("before");
        });
        assertThat(target.resolve("film.mp4")).hasContent("after");
        assertThat(target.resolve("mine")).hasContent("stays");
        assertThat(target.toFile().list()).hasSize(2);
    }

    @Test
    void twoAtTheSameTimeDoNotMeet() {
        Making.into(target, first -> {
            Files.writeString(first.resolve("film.mp4"), "first");
            Making.into(target, second -> Files.writeString(second.resolve("film.mp4"), "second"));
            assertThat(target.resolve("film.mp4")).hasContent("second");
        });
        assertThat(target.resolve("film.mp4")).hasContent("first");
        assertThat(target.toFile().list()).containsExactly("film.mp4");
    }

    @Test
    void whatFailsLeavesNothing() {
        SlipwayException cancelled = SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "");
        Throwable failure = catchThrowable(() -> Making.into(target, making -> {
            Files.writeString(making.resolve("film.mp4"), "half");
            throw cancelled;
        }));
        assertThat(failure).isSameAs(cancelled);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatCannotBeWrittenIsNoDefect() throws IOException {
        Files.createFile(target);
        assertThat(catchThrowable(() -> Making.into(target, making -> {})))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FOLDER_UNWRITABLE));
    }

    /** No process has such a number; those of today may run on another machine. */
    @Test
    void whatAKilledOneLeftGoesADayLater() throws IOException {
        Path old = Files.createDirectories(target.resolve(".making-99999999999-1"));
        Path fresh = Files.createDirectories(target.resolve(".making-99999999999-2"));
        Path other = Files.createDirectories(target.resolve(".making-hay"));
        for (Path each : new Path[] {old, other}) {
            Files.setLastModifiedTime(each, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        }
        Making.into(target, making -> {});
        assertThat(old).doesNotExist();
        assertThat(fresh).exists();
        assertThat(other).exists();
    }
}
