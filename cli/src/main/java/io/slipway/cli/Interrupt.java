package io.slipway.cli;

import io.slipway.release.execute.Cancellation;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C: the running statement is ended, the change in progress is rolled back, and the command says what was done
 * before the process ends with the command's own exit code. Ctrl-C once more ends it at once.
 */
final class Interrupt {
    /** As a shell gives it for what Ctrl-C ended. */
    private static final int EXIT = 130;

    private static final int GRACE_SECONDS = 60;
    private final Cancellation cancellation = new Cancellation();
    private final AtomicInteger signals = new AtomicInteger();
    private final CountDownLatch finished = new CountDownLatch(1);
    private final AtomicInteger exitCode = new AtomicInteger(EXIT);

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "slipway-interrupt"));
        List.of("INT", "TERM").forEach(this::listen);
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** The command came to its end and printed its result. */
    void finished(int code) {
        exitCode.set(code);
        finished.countDown();
    }

    /**
     * The virtual machine itself pays no attention to a second signal while it shuts down. Its way to listen is no
     * published one, so whoever lacks it keeps the virtual machine's own.
     */
    private void listen(String name) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object heard = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (self, method, given) -> {
                        if (method.getName().equals("handle")) {
                            signalled();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), heard);
        } catch (ReflectiveOperationException e) {
            // the first signal works without
        }
    }

    private void signalled() {
        if (signals.incrementAndGet() == 1) {
            new Thread(() -> System.exit(EXIT), "slipway-exit").start();
        } else if (finished.getCount() > 0) {
            Runtime.getRuntime().halt(EXIT);
        }
    }

    private void stop() {
        if (finished.getCount() == 0) {
            return;
        }
        cancellation.cancel();
        try {
            // with the exit code that it ends with anyhow, what is to be deleted at the end still is
            if (finished.await(GRACE_SECONDS, TimeUnit.SECONDS) && exitCode.get() != EXIT) {
                Runtime.getRuntime().halt(exitCode.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
