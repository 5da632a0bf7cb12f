package io.slipway.release.artifact;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** The hash of a file, computed in a thread of its own while the file is read. */
final class HashBeside {
    private final FutureTask<String> computing;

    private HashBeside(FutureTask<String> computing) {
        this.computing = computing;
    }

    static HashBeside of(FileBytes bytes, long end) {
        FutureTask<String> computing = new FutureTask<>(() -> bytes.sha256(end));
        Thread thread = new Thread(computing, "artifact-hash");
        thread.setDaemon(true);
        thread.start();
        return new HashBeside(computing);
    }

    /** @return SHA-256, lower-case hex, once it is known */
    String sha256() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return computing.get();
                } catch (InterruptedException e) {
                    // reading a file does not end by that either; whoever asked for it sees it afterwards
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
