package io.slipway.release.progress;

import java.util.List;

/** Told how far a verb is. Calls come one at a time. */
public interface Progress {
    Progress NONE = new Progress() {
        @Override
        public void begin(String task, int steps) {}

        @Override
        public void step(String what) {}

        @Override
        public void end() {}

        @Override
        public void note(String sentence) {}
    };

    /** A task of a known number of steps starts, such as proving 12 changes. */
    void begin(String task, int steps);

    /** The next of its steps starts. */
    void step(String what);

    /** A statement of the step's script is sent; they count from 1. */
    default void statement(int number) {}

    /** It came to its end. */
    default void statementEnded(boolean well) {}

    /** Which of several that go on side by side run at this moment. */
    default void meanwhile(List<String> running) {}

    /** The task is over, well or badly. */
    void end();

    /** Something worth knowing: a warning, whom a lock is waited for. */
    void note(String sentence);
}
