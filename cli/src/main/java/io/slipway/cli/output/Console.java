package io.slipway.cli.output;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where text goes: results to {@code out}, progress and errors to {@code err}.
 *
 * @param terminal whether somebody looks at {@code err} on a terminal, so that a line may be drawn over
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {

    @SuppressWarnings("SystemConsoleNull") // from JDK 22 on it is there without a terminal too, and says so
    public static Console ofProcess() {
        return new Console(
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                System.console() != null && !"dumb".equals(System.getenv("TERM")) && System.getenv("CI") == null);
    }

    public void flush() {
        out.flush();
        err.flush();
    }
}
