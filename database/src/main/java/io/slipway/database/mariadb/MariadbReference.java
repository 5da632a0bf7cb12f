package io.slipway.database.mariadb;

import io.slipway.database.FullCatalogueWatch;
import io.slipway.database.JdbcSession;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.Address;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Scratch databases named {@code slipway_ref_…} on a given server, or on a private one. Each is held by a user lock of
 * its name while its run lives, so that a later run can drop what a killed one left. There is no command to clone a
 * database, so each has a mirror that is brought in step when a copy is asked for. No state is kept: a later packaging
 * replays.
 */
final class MariadbReference implements ReferenceServer {
    private static final String PREFIX = "slipway_ref_";
    /** Such a name before an object's: no two packagings would report the same failure in the same words with it. */
    static final Pattern SCRATCH = Pattern.compile("`?" + PREFIX + "[0-9a-f]{32}`?\\s*\\.\\s*");

    private final MariadbProduct product;
    private final Address address;
    private final MariadbUrl url;
    private final String project;
    private final Server server;
    private final JdbcSession admin;
    private final Closeable instance;
    private final List<Scratch> open = new ArrayList<>();
    /** Until a database turned out to hold what cannot be made again. */
    private boolean mirrored = true;

    private MariadbReference(MariadbProduct product, Address address, String project, Closeable instance) {
        this.product = product;
        this.address = address;
        this.url = MariadbUrl.parse(address.url());
        this.project = project;
        this.instance = instance;
        var connection = MariadbProduct.open(url.withDatabase(""), address);
        this.admin = MariadbProduct.session(connection);
        try {
            this.server = MariadbProduct.server(connection);
        } catch (SQLException e) {
            admin.close();
            throw admin.unusable(e);
        }
    }

    static MariadbReference open(MariadbProduct product, ReferenceSettings settings) {
        if (settings.server().isPresent()) {
            return given(product, settings.server().get(), settings.project());
        }
        MariadbInstance instance = MariadbInstance.start(settings.cache());
        try {
            return new MariadbReference(product, instance.address(), settings.project(), instance);
        } catch (SlipwayException e) {
            instance.close();
            throw e;
        }
    }

    private static MariadbReference given(MariadbProduct product, Address server, String project) {
        try {
            MariadbReference reference = new MariadbReference(product, server, project, () -> {});
            reference.sweep();
            return reference;
        } catch (SlipwayException e) {
            throw SlipwayException.of(
                            ErrorCode.REFERENCE_UNAVAILABLE,
                            "The reference server cannot be used: " + e.getMessage(),
                            e.help())
                    .causedBy(e);
        }
    }

    @Override
    public Server server() {
        return server;
    }

    @Override
    public ReferenceDatabase create() {
        return create(Optional.empty());
    }

    private Scratch create(Optional<Scratch> original) {
        String name = PREFIX + UUID.randomUUID().toString().replace("-", "");
        admin.first("SELECT GET_LOCK(?, 0)", row -> row.getInt(1), name);
        try {
            admin.update("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        } catch (SlipwayException e) {
            throw SlipwayException.of(
                            ErrorCode.REFERENCE_UNAVAILABLE,
                            "The reference server does not let \"" + address.user() + "\" make a database: "
                                    + e.getMessage(),
                            "GRANT ALL ON `slipway\\_ref\\_%`.* TO that user.")
                    .causedBy(e);
        }
        Scratch scratch = new Scratch(name, original);
        open.add(scratch);
        return scratch;
    }

    @Override
    public Optional<ReferenceDatabase> restore(String state) {
        return Optional.empty();
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(Scratch::drop);
        admin.close();
        try {
            instance.close();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Drops what runs that were killed left behind. */
    private void sweep() {
        List<String> left = admin.query(
                "SELECT schema_name FROM information_schema.schemata WHERE schema_name LIKE 'slipway!_ref!_%' ESCAPE '!'"
                        + " AND IS_FREE_LOCK(schema_name)",
                row -> row.getString(1));
        left.forEach(name -> admin.update("DROP DATABASE IF EXISTS " + MariadbHistoryDialect.quoted(name)));
    }

    private final class Scratch implements ReferenceDatabase {
        private final String name;
        private final Optional<Scratch> original;
        private @Nullable MariadbTarget target;
        private @Nullable Catalogue catalogue;
        /** {@link MariadbSession#uses} when the catalogue was read. */
        private long read;
        /** The mirror, while nobody uses it. */
        private Optional<Scratch> mirror = Optional.empty();

        Scratch(String name, Optional<Scratch> original) {
            this.name = name;
            this.original = original;
        }

        @Override
        public Target target() {
            return session();
        }

        private MariadbTarget session() {
            MariadbTarget present = target;
            if (present == null) {
                present = product.target(
                        new Address(
                                url.withDatabase(name).jdbc(), address.user(), address.password(), Optional.empty()),
                        project);
                target = present;
            }
            return present;
        }

        /** Read again only when something ran since, for it takes as long as the database is large. */
        private Catalogue catalogue() {
            MariadbTarget session = session();
            Catalogue present = catalogue;
            if (present == null || read != session.session().uses()) {
                present = session.catalogue();
                catalogue = present;
                read = session.session().uses();
            }
            return present;
        }

        @Override
        public CatalogueWatch watch() {
            return new FullCatalogueWatch(this::catalogue);
        }

        /** The mirror brought in step; made anew when that fails, and empty when that fails too. */
        @Override
        public Optional<ReferenceDatabase> copy() {
            Optional<Scratch> copy = mirror.filter(this::mirrors);
            if (copy.isEmpty() && mirrored) {
                copy = Optional.of(create(Optional.of(this))).filter(this::mirrors);
                mirrored = copy.isPresent();
            }
            mirror = Optional.empty();
            return copy.map(scratch -> scratch);
        }

        private boolean mirrors(Scratch copy) {
            try (Connection connection = MariadbProduct.open(url.withDatabase(name), address)) {
                if (MariadbMirror.bringInStep(connection, name, catalogue(), copy.name, copy.catalogue())) {
                    copy.catalogue = null;
                }
                if (copy.catalogue().equals(catalogue())) {
                    return true;
                }
            } catch (SQLException e) {
                // Something that this user cannot make again: then there is no copy.
            }
            copy.drop();
            return false;
        }

        /** Keeps nothing: see the class. */
        @Override
        public void keep(String state, Duration work) {
            close();
        }

        /** A mirror waits for its original's next copy. */
        @Override
        public void close() {
            Optional<Scratch> waitsFor =
                    original.filter(of -> open.contains(of) && of.mirror.isEmpty() && open.contains(this));
            if (waitsFor.isPresent()) {
                waitsFor.get().mirror = Optional.of(this);
            } else {
                drop();
            }
        }

        private void drop() {
            if (!open.remove(this)) {
                return;
            }
            mirror.ifPresent(Scratch::drop);
            Target present = target;
            if (present != null) {
                present.close();
            }
            admin.update("DROP DATABASE IF EXISTS " + name);
            admin.first("SELECT RELEASE_LOCK(?)", row -> row.getInt(1), name);
        }
    }
}
