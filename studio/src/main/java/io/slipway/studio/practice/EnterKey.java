package io.slipway.studio.practice;

import io.slipway.release.execute.Cancellation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits until somebody presses Enter, and stays open to Ctrl-C. At the end of the input it waits for nothing more. */
final class EnterKey {
    /** No more is read ahead: what {@code yes} gives has no end, and would fill the memory. */
    private static final int AHEAD = 64;

    private final LinkedBlockingQueue<Boolean> pressed = new LinkedBlockingQueue<>(AHEAD);
    private volatile boolean ended;

    EnterKey(InputStream input) {
        Thread reader = new Thread(() -> read(input), "enter-key");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream input) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            while (lines.readLine() != null) {
                pressed.put(true);
            }
        } catch (IOException e) {
            // there is nobody at the keyboard any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended = true;
        }
    }

    void await(Cancellation cancellation) {
        try {
            while (pressed.poll(100, TimeUnit.MILLISECONDS) == null && !ended) {
                cancellation.check();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
