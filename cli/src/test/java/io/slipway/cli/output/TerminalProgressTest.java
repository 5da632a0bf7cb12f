package io.slipway.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TerminalProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private TerminalProgress progress(boolean terminal) {
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new TerminalProgress(new Console(stream, stream, terminal));
    }

    private String told() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTerminalShowsWhatRunsAtTheMoment() {
        TerminalProgress progress = progress(true);
        progress.begin("deploying to prod", 100);
        progress.meanwhile(List.of("acme", "beta", "gamma", "delta", "omega"));
        assertThat(told()).contains("Deploying to prod [").contains("] 0/100 acme, beta, gamma and 2 more");
    }

    /** A log would be full of it. */
    @Test
    void linesTellOnlyWhatEnded() {
        TerminalProgress progress = progress(false);
        progress.begin("deploying to prod", 2);
        progress.meanwhile(List.of("acme", "beta"));
        progress.step("beta: 2 changes");
        progress.meanwhile(List.of("acme"));
        progress.end();
        assertThat(told().lines()).containsExactly("Deploying to prod (2)", "  1/2 beta: 2 changes");
    }
}
