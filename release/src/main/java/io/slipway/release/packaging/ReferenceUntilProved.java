package io.slipway.release.packaging;

import io.slipway.release.parallel.Beside;
import io.slipway.release.reference.ReferenceServer;
import org.jspecify.annotations.Nullable;

/** A reference server that stops in a thread beside when it has done its work, while what it showed is written down. */
final class ReferenceUntilProved implements AutoCloseable {
    private final ReferenceServer server;
    private @Nullable Beside<Boolean> stopping;

    ReferenceUntilProved(ReferenceServer server) {
        this.server = server;
    }

    ReferenceServer server() {
        return server;
    }

    /** Nothing more is asked of it. */
    void stop() {
        stopping();
    }

    private Beside<Boolean> stopping() {
        Beside<Boolean> begun = stopping;
        if (begun == null) {
            begun = Beside.of(() -> {
                server.close();
                return true;
            });
            stopping = begun;
        }
        return begun;
    }

    /** Waits until it has stopped. */
    @Override
    public void close() {
        stopping().found();
    }
}
