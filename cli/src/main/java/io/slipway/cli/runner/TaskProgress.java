package io.slipway.cli.runner;

import io.slipway.release.progress.Progress;
import io.slipway.release.runner.RunnerProtocol;
import io.slipway.release.runner.RunnerProtocol.Sentence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a task tells, until the server has heard it. When the server is away long, the oldest is let go. */
final class TaskProgress implements Progress {
    private static final int MOST = 20_000;
    private final Deque<Sentence> waiting = new ArrayDeque<>();
    private long number;

    @Override
    public void begin(String task, int steps) {
        tell("begin", task, steps);
    }

    @Override
    public void step(String what) {
        tell("step", what, 0);
    }

    @Override
    public void end() {
        tell("end", "", 0);
    }

    @Override
    public void note(String sentence) {
        tell("note", sentence, 0);
    }

    private synchronized void tell(String kind, String message, long total) {
        String cut = message.length() > RunnerProtocol.LONGEST_MESSAGE
                ? message.substring(0, RunnerProtocol.LONGEST_MESSAGE)
                : message;
        waiting.add(new Sentence(++number, kind, cut, total));
        if (waiting.size() > MOST) {
            waiting.remove();
        }
    }

    /** The next to be sent; they stay until {@link #heard}. */
    synchronized List<Sentence> next() {
        List<Sentence> next = new ArrayList<>();
        for (Sentence sentence : waiting) {
            if (next.size() == RunnerProtocol.SENTENCES_AT_ONCE) {
                break;
            }
            next.add(sentence);
        }
        return next;
    }

    synchronized void heard(List<Sentence> sentences) {
        if (!sentences.isEmpty()) {
            long last = sentences.get(sentences.size() - 1).number();
            waiting.removeIf(sentence -> sentence.number() <= last);
        }
    }
}
