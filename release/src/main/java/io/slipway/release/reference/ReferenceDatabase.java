package io.slipway.release.reference;

import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.target.Target;
import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** One scratch database. */
public interface ReferenceDatabase extends Closeable {

    /** The session to work on; a new one after {@link #copy}, so ask each time. */
    Target target();

    /** Follows its catalogue from now on, until {@link #copy}, which ends the session. */
    CatalogueWatch watch();

    /**
     * How several scripts are proved in a few messages; empty where they are not, or not now.
     *
     * @param watch that of this database
     */
    default Optional<ProofGroups> groups(CatalogueWatch watch) {
        return Optional.empty();
    }

    /**
     * Copies the database as it is now, outside any transaction; empty where the product cannot do so cheaply. The
     * copy is another scratch database.
     */
    Optional<ReferenceDatabase> copy();

    /**
     * Lends it roles that another server has, where the server is ours: they can do nothing, and are gone when it is next
     * packaged on.
     */
    default void lend(List<String> roles) {
        // what is written to them is refused, as ever
    }

    /**
     * Keeps the present state under a name for later packagings, where the product can; older states may be dropped
     * for it. The database is closed by it.
     *
     * @param state lower-case hex, at most 64 characters
     * @param work how long that took which was run on it since the server gave it
     */
    void keep(String state, Duration work);

    /**
     * Says that nothing was committed on it since the server gave it, so that a state that was
     * {@linkplain ReferenceServer#take taken} is kept on. The database is closed by it.
     */
    default void giveBack() {
        close();
    }

    /** Drops it. */
    @Override
    void close();
}
