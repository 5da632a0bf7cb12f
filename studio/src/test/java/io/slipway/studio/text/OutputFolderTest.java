package io.slipway.studio.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What somebody is told who names a folder that takes no files. */
class OutputFolderTest {
    @TempDir
    private Path folder;

    @Test
    void oneThatIsMadeIsLeftEmpty() {
        OutputFolder.check(folder.resolve("a/b"));
        assertThat(folder.resolve("a/b")).isEmptyDirectory();
    }

    @Test
    void aFileIsNone() throws IOException {
        Path file = Files.createFile(folder.resolve("afile"));
        assertThat(failure(file))
                .hasMessage("Nothing can be written to " + file + ": " + file + " is a file.")
                .extracting(SlipwayException::help)
                .asString()
                .isEqualTo("See to its rights, or name another folder.");
        assertThat(failure(file.resolve("within"))).hasMessageContaining(file.toString());
    }

    /** Its rights say that whoever may do all may write there. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void oneOfTheSystemItselfIsTried() {
        assertThat(failure(Path.of("/proc/x")))
                .hasMessage("Nothing can be written to /proc/x: /proc/x cannot be made.");
        assertThat(failure(Path.of("/proc"))).hasMessageStartingWith("Nothing can be written to /proc: ");
    }

    @Test
    void whatFailsWhereThereIsRoomIsToldAsItIs() {
        SlipwayException failed = SlipwayException.of(ErrorCode.SCENARIO_FAILED, "ffmpeg", "");
        assertThat(OutputFolder.told(folder, failed)).isSameAs(failed);
    }

    private static SlipwayException failure(Path folder) {
        SlipwayException failure = catchThrowableOfType(SlipwayException.class, () -> OutputFolder.check(folder));
        assertThat(failure.code()).isEqualTo(ErrorCode.FOLDER_UNWRITABLE);
        return failure;
    }
}
