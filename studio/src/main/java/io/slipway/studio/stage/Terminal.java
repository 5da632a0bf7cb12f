package io.slipway.studio.stage;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.studio.text.PaperFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A shell on a real pseudo-terminal, shown by xterm.js on a page. The shell tells where a command ends, and with which
 * exit code, by the escape sequence that terminals know as OSC 133;D. For one thread.
 */
public final class Terminal implements AutoCloseable {
    static final int COLUMNS = 110;
    private static final int ROWS = 30;
    /** A key's echo takes no longer. */
    private static final Duration ECHO = Duration.ofMillis(30);

    /** How long a command has to put right what it is at, once it is interrupted. */
    private static final Duration INTERRUPTED = Duration.ofSeconds(20);

    private static final Pattern ENDED = Pattern.compile("\u001b\\]133;D;(\\d+)\u0007");
    private static final String PROMPT = "\\[\u001b]133;D;$?\u0007\\]\\[\u001b[1;34m\\]\\W\\[\u001b[0m\\] $ ";
    private final PtyProcess shell;
    private final OutputStream keys;
    private final Screen screen;
    private final Masks masks;
    private final MaskedText shown;
    private final LinkedBlockingQueue<byte[]> printed = new LinkedBlockingQueue<>();
    private Runnable changed = () -> {};

    private Terminal(PtyProcess shell, Screen screen, Masks masks) {
        this.shell = shell;
        this.keys = shell.getOutputStream();
        this.screen = screen;
        this.masks = masks;
        this.shown = masks.stream();
        Thread reader = new Thread(this::read, "terminal");
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * What a command came to.
     *
     * @param output as it stood on the screen in the end, without colours
     */
    public record Ended(int exit, String output) {}

    /**
     * @param folder where the shell starts
     * @param environment the shell's variables, all of them
     */
    static Terminal open(Screen screen, Path folder, Map<String, String> environment, Path bash, Masks masks) {
        screen.page()
                .setContent(PaperFile.text(Terminal.class, "terminal.html")
                        .replace("/* xterm.css */", Library.text("css/xterm.css")));
        screen.page()
                .addScriptTag(new com.microsoft.playwright.Page.AddScriptTagOptions()
                        .setContent(Library.text("lib/xterm.js")));
        screen.page().evaluate("size => window.openTerminal(size)", Map.of("cols", COLUMNS, "rows", ROWS));
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("TERM", "xterm-256color");
        variables.put("PS1", PROMPT);
        variables.put("LANG", "C.UTF-8");
        variables.put("COLUMNS", Integer.toString(COLUMNS));
        variables.put("HISTFILE", "/dev/null");
        try {
            PtyProcess shell = new PtyProcessBuilder(
                            new String[] {bash.toString(), "--noprofile", "--norc", "+H", "-i"})
                    .setDirectory(folder.toString())
                    .setEnvironment(variables)
                    .setInitialColumns(COLUMNS)
                    .setInitialRows(ROWS)
                    .start();
            Terminal terminal = new Terminal(shell, screen, masks);
            terminal.until(Duration.ofSeconds(20), "The shell shows no prompt.", () -> {});
            return terminal;
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.PROGRAM_MISSING, "There is no terminal to be had: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    public Screen screen() {
        return screen;
    }

    /**
     * Types a command, waits for its end and gives what it printed.
     *
     * @param typist how it is typed, and who is told meanwhile
     * @throws StepFailure it does not end in time; it is interrupted then
     * @throws SlipwayException {@code cancelled}: it was interrupted, as whoever waits for it wished
     */
    public Ended run(String command, Duration limit, Typist typist, Cancellation cancellation) {
        int line = cursorLine();
        type(command, typist);
        typist.typed();
        send("\r");
        changed = typist::changed;
        int exit = until(
                limit,
                "It did not end within " + limit.toSeconds() + " seconds, and was interrupted: " + command,
                () -> interrupt(command, cancellation));
        changed = () -> {};
        return new Ended(exit, masks.masked(lines(line + 1, cursorLine())));
    }

    /** How a command is typed. */
    public interface Typist {
        /** Whether each key is seen; otherwise it is pasted. */
        boolean byKey();

        /** A key was pressed, and stands on the screen. */
        void keyed();

        /** All is typed, and not yet run. */
        void typed();

        /** The command printed something. */
        void changed();
    }

    private void type(String command, Typist typist) {
        if (!typist.byKey()) {
            send(command);
            pump(ECHO);
            return;
        }
        command.codePoints().forEach(key -> {
            send(Character.toString(key));
            pump(ECHO);
            typist.keyed();
        });
    }

    private void send(String text) {
        try {
            keys.write(text.getBytes(StandardCharsets.UTF_8));
            keys.flush();
        } catch (IOException e) {
            throw new StepFailure("The terminal is closed: " + e.getMessage());
        }
    }

    /** @return the exit code of the command that ended */
    private int until(Duration limit, String late, Runnable meanwhile) {
        long end = System.nanoTime() + limit.toNanos();
        StringBuilder seen = new StringBuilder();
        while (System.nanoTime() < end) {
            meanwhile.run();
            seen.append(pump(Duration.ofMillis(40)));
            Matcher ended = ENDED.matcher(seen);
            if (ended.find()) {
                return Integer.parseInt(ended.group(1));
            }
            if (!shell.isAlive() && printed.isEmpty()) {
                throw new StepFailure("The shell ended.");
            }
        }
        send("\u0003");
        pump(Duration.ofSeconds(1));
        throw new StepFailure(late);
    }

    /** Ends the command as its user would, so that it can put right what it is at, and says how it ended. */
    private void interrupt(String command, Cancellation cancellation) {
        if (!cancellation.wished()) {
            return;
        }
        send("\u0003");
        String how;
        try {
            how = "ended with exit code " + until(INTERRUPTED, "it did not end", () -> {});
        } catch (StepFailure e) {
            how = "did not end within " + INTERRUPTED.toSeconds() + " seconds";
        }
        throw SlipwayException.of(
                ErrorCode.CANCELLED,
                "It was cancelled while '" + command + "' ran, which was interrupted and " + how + ".",
                "");
    }

    /** Shows what was printed, and waits that long at most for more. */
    private String pump(Duration patience) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            byte @Nullable [] next = printed.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            while (next != null) {
                bytes.writeBytes(next);
                next = printed.poll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                    .causedBy(e);
        }
        if (bytes.size() == 0) {
            return "";
        }
        String text = shown.next(bytes.toString(StandardCharsets.ISO_8859_1));
        screen.page()
                .evaluate(
                        "data => window.printed(data)",
                        Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.ISO_8859_1)));
        changed.run();
        return text;
    }

    private int cursorLine() {
        return ((Number) screen.page().evaluate("window.cursorLine()")).intValue();
    }

    private String lines(int from, int to) {
        return String.valueOf(screen.page()
                        .evaluate("range => window.lines(range[0], range[1])", java.util.List.of(from, to)))
                .stripTrailing();
    }

    private void read() {
        byte[] buffer = new byte[8192];
        try (InputStream output = shell.getInputStream()) {
            int count = output.read(buffer);
            while (count >= 0) {
                byte[] piece = new byte[count];
                System.arraycopy(buffer, 0, piece, 0, count);
                printed.add(piece);
                count = output.read(buffer);
            }
        } catch (IOException e) {
            printed.add(new byte[0]); // the shell is gone; whoever waits sees that
        }
    }

    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
