package io.slipway.cli.output;

import io.slipway.release.progress.Progress;
import java.util.List;

/** Shows progress on stderr: one bar on a terminal, plain lines elsewhere. */
public final class TerminalProgress implements Progress {
    private static final int BAR = 24;
    private static final int PLAIN_LINES = 20;
    private static final int NAMED = 3;
    private final Console console;
    private String task = "";
    private int steps;
    private int step;
    private long drawn;

    public TerminalProgress(Console console) {
        this.console = console;
    }

    @Override
    public void begin(String newTask, int newSteps) {
        task = newTask;
        steps = newSteps;
        step = 0;
        if (!console.terminal() && steps > 0) {
            console.err().println(sentence(task) + " (" + steps + ")");
        }
    }

    @Override
    public void step(String what) {
        step++;
        if (console.terminal()) {
            draw(what);
        } else if (steps <= PLAIN_LINES || step % Math.max(1, steps / PLAIN_LINES) == 0 || step == steps) {
            console.err().println("  " + step + "/" + steps + " " + what);
        }
    }

    @Override
    public void meanwhile(List<String> running) {
        if (console.terminal() && !running.isEmpty()) {
            draw(String.join(", ", running.subList(0, Math.min(NAMED, running.size())))
                    + (running.size() > NAMED ? " and " + (running.size() - NAMED) + " more" : ""));
        }
    }

    /** At most 20 times a second: a terminal must not slow the work down. */
    private void draw(String what) {
        long now = System.nanoTime();
        if (now - drawn < 50_000_000L && step < steps) {
            return;
        }
        drawn = now;
        int full = steps == 0 ? BAR : (int) ((long) BAR * step / steps);
        String text = what.length() > 60 ? "…" + what.substring(what.length() - 59) : what;
        console.err()
                .print("\r\u001b[K" + sentence(task) + " [" + "█".repeat(full) + "·".repeat(BAR - full) + "] " + step
                        + "/" + steps + " " + text);
        console.err().flush();
    }

    @Override
    public void end() {
        console.clearLine();
    }

    @Override
    public void note(String sentence) {
        console.clearLine();
        console.err().println(sentence);
    }

    private static String sentence(String words) {
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
