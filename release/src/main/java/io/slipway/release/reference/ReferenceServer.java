package io.slipway.release.reference;

import io.slipway.release.target.Server;
import java.io.Closeable;
import java.util.Optional;

/**
 * Makes scratch databases for one packaging and takes them away again. Several at once, on the same cache and server,
 * do not disturb each other.
 */
public interface ReferenceServer extends Closeable {

    Server server();

    /** A new, empty scratch database. */
    ReferenceDatabase create();

    /** A scratch database in a state kept earlier with {@link ReferenceDatabase#keep}; empty if there is none. */
    Optional<ReferenceDatabase> restore(String state);

    /** Drops every scratch database of this run; kept states stay. */
    @Override
    void close();
}
