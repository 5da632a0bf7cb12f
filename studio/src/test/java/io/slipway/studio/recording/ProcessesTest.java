package io.slipway.studio.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said of a program of others that fails, or that is ended. */
class ProcessesTest {
    private final Cancellation cancellation = new Cancellation();
    private final Processes processes = new Processes(cancellation);

    private SlipwayException failure(String script) {
        return catchThrowableOfType(SlipwayException.class, () -> processes.run(List.of("/bin/sh", "-c", script)));
    }

    @Test
    void whichProgramFailedIsSaidAndWhereItIsNamed() {
        assertThat(failure("exit 1"))
                .hasMessage("/bin/sh ended with exit code 1 and said nothing.")
                .extracting(SlipwayException::help)
                .asString()
                .contains("SLIPWAY_FFMPEG", "PATH");
        assertThat(failure("echo no such codec >&2; exit 3"))
                .hasMessageContaining("/bin/sh ended with exit code 3:\nno such codec");
    }

    /** Ctrl-C goes to all that runs in the terminal: the program may be gone before the wish is known. */
    @Test
    void whatEndedBecauseSomebodyStoppedDidNotFail() throws Exception {
        Thread late = new Thread(() -> {
            try {
                Thread.sleep(300);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            cancellation.cancel();
        });
        late.start();
        assertThat(failure("exit 255").code()).isEqualTo(ErrorCode.CANCELLED);
        late.join();
    }
}
