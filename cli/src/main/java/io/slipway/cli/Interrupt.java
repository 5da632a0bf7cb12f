package io.slipway.cli;

import io.slipway.release.execute.Cancellation;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C: the running statement is ended, the change in progress is rolled back, and the command says what was done
 * before the process ends with the command's own exit code.
 */
final class Interrupt {
    private static final int GRACE_SECONDS = 30;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(130);

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "slipway-interrupt"));
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** The command came to its end and printed its result. */
    void finished(int code) {
        exitCode.set(code);
        finished.countDown();
    }

    private void stop() {
        if (finished.getCount() == 0) {
            return;
        }
        cancellation.cancel();
        try {
            if (finished.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(exitCode.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
