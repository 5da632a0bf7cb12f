package io.slipway.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the operating system lets a running process have, and all that it starts from then on: the way to a full disk or to
 * too little memory that needs no rights of an administrator. By util-linux' {@code prlimit}.
 */
public final class ProcessLimits {
    private ProcessLimits() {}

    /** @param bytes a file that is to grow beyond cannot be written, as if the disk were full */
    public static void fileSize(long pid, long bytes) {
        set(pid, "--fsize=" + bytes + ":");
    }

    /** @param bytes of address space; more cannot be had, as if memory had run out */
    public static void memory(long pid, long bytes) {
        set(pid, "--as=" + bytes + ":");
    }

    /** As much as there is again. */
    public static void none(long pid) {
        set(pid, "--fsize=unlimited:");
        set(pid, "--as=unlimited:");
    }

    /** Skips the test out loud where there is no such program. */
    private static void set(long pid, String limit) {
        try {
            Process process = new ProcessBuilder("prlimit", "--pid", Long.toString(pid), limit)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("prlimit " + limit + ": " + said);
            }
        } catch (IOException e) {
            Skips.outLoud("no prlimit on this machine: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
