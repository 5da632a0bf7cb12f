package io.slipway.release.deploy;

import java.util.List;

/**
 * Reads and cuts small scripts in a thread of its own, while the database has its hands full with those before them. What
 * it reads {@link SmallScripts} keeps; nothing but time depends on how far it comes.
 */
final class ReadAhead {
    private final Thread thread;
    private volatile boolean wanted = true;

    private ReadAhead(SmallScripts scripts, List<ChangeTask> tasks) {
        thread = new Thread(() -> read(scripts, tasks), "scripts");
        thread.setDaemon(true);
    }

    static ReadAhead of(SmallScripts scripts, List<ChangeTask> tasks) {
        ReadAhead ahead = new ReadAhead(scripts, tasks);
        if (!tasks.isEmpty()) {
            ahead.thread.start();
        }
        return ahead;
    }

    private void read(SmallScripts scripts, List<ChangeTask> tasks) {
        try {
            for (ChangeTask task : tasks) {
                if (!wanted || !scripts.hasRoom()) {
                    return;
                }
                scripts.statements(task);
            }
        } catch (RuntimeException e) {
            // whoever runs the script meets it again, and says so
            return;
        }
    }

    /** Nothing of the artifact is read any more when this returns. */
    void close() {
        wanted = false;
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                // one script of a few kilobytes is read to its end
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
