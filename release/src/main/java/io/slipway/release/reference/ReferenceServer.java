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

    /**
     * As {@link #restore}, for whoever goes on from that state and keeps a newer one. It may be the kept state itself
     * instead of a copy, where running its changes again would take not much longer than a copy. It is then kept no more,
     * unless it is {@linkplain ReferenceDatabase#giveBack given back}.
     */
    default Optional<ReferenceDatabase> take(String state) {
        return restore(state);
    }

    /** Drops every scratch database of this run, states that were taken too; those that are kept stay. */
    @Override
    void close();
}
