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
    private final LinkedBlockingQueue<Boolean> pressed = new LinkedBlockingQueue<>();
    private volatile boolean ended;

    EnterKey(InputStream input) {
        Thread reader = new Thread(() -> read(input), "enter-key");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream input) {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            while (lines.readLine() != null) {
                pressed.add(true);
            }
        } catch (IOException e) {
            pressed.add(true);
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
