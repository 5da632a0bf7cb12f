package io.slipway.cli.output;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

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

    /** The same, until this holds; from then on nothing that is written arrives. */
    public Console until(BooleanSupplier silent) {
        return new Console(
                new PrintStream(new Until(out, silent), true, StandardCharsets.UTF_8),
                new PrintStream(new Until(err, silent), true, StandardCharsets.UTF_8),
                terminal);
    }

    /** Takes away a progress bar that whatever failed left on the terminal's line. */
    void clearLine() {
        if (terminal) {
            err.print("\r\u001b[K");
            err.flush();
        }
    }

    public void flush() {
        out.flush();
        err.flush();
    }

    private static final class Until extends FilterOutputStream {
        private final BooleanSupplier silent;

        Until(OutputStream out, BooleanSupplier silent) {
            super(out);
            this.silent = silent;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (!silent.getAsBoolean()) {
                out.write(bytes, from, length);
            }
        }
    }
}
