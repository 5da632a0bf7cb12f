package io.slipway.release.product;

import io.slipway.release.bridge.Bridge;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Address;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;

/** One database product: how to reach its databases, and how to get throw-away ones. */
public interface DatabaseProduct {

    /** As in {@code slipway.yaml}: {@code postgresql}, {@code mariadb}, {@code mysql} or {@code sqlite}. */
    String name();

    Dialect dialect();

    /** Whether a JDBC URL is one of its. */
    boolean understands(String url);

    /** The address with whatever its URL says of files made absolute: they are relative to the project's folder. */
    default Address within(Path root, Address address) {
        return address;
    }

    /**
     * Opens a session.
     *
     * @param project whose history and lock it is about
     * @throws io.slipway.release.error.SlipwayException {@code database-unreachable}, {@code database-login-refused}
     */
    Target connect(Address address, String project);

    /**
     * Writes a back-up of a whole database, as its own tools take it in again. Nothing of it is kept in memory.
     *
     * @param out stays open
     * @throws IOException it could not be made or written, such as for a full disk; the message says why, and holds no
     *     secret
     */
    void dump(Address address, OutputStream out) throws IOException;

    /** Finds statements that take one schema to another; empty where that cannot be had. */
    default Optional<Bridge> bridge() {
        return Optional.empty();
    }

    /** @throws io.slipway.release.error.SlipwayException {@code reference-unavailable} */
    ReferenceServer reference(ReferenceSettings settings);
}
