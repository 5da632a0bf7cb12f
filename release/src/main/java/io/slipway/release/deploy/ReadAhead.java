package io.slipway.release.deploy;

import io.slipway.release.parallel.Beside;
import java.util.List;
import java.util.Optional;

/**
 * Reads and cuts small scripts, while the database has its hands full with those before them. What it reads
 * {@link SmallScripts} keeps; nothing but time depends on how far it comes.
 */
final class ReadAhead {
    private final Optional<Beside<Boolean>> reading;
    private volatile boolean wanted = true;

    private ReadAhead(SmallScripts scripts, List<ChangeTask> tasks) {
        reading = tasks.isEmpty() ? Optional.empty() : Optional.of(Beside.of(() -> read(scripts, tasks)));
    }

    static ReadAhead of(SmallScripts scripts, List<ChangeTask> tasks) {
        return new ReadAhead(scripts, tasks);
    }

    /** Whether it came to the end. */
    private boolean read(SmallScripts scripts, List<ChangeTask> tasks) {
        try {
            for (ChangeTask task : tasks) {
                if (!wanted || !scripts.hasRoom()) {
                    return false;
                }
                scripts.statements(task);
            }
            return true;
        } catch (RuntimeException e) {
            // whoever runs the script meets it again, and says so
            return false;
        }
    }

    /** Nothing of the artifact is read any more when this returns; one script of a few kilobytes is read to its end. */
    void close() {
        wanted = false;
        reading.ifPresent(Beside::found);
    }
}
