package io.slipway.database.mariadb;

import io.slipway.database.FullCatalogueWatch;
import io.slipway.database.JdbcSession;
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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Scratch databases named {@code slipway_ref_…} on a given server, or on a private one. Each is held by a user lock of
 * its name while its run lives, so that a later run can drop what a killed one left. A database cannot be cloned
 * cheaply here: packaging replays.
 */
final class MariadbReference implements ReferenceServer {
    private static final String PREFIX = "slipway_ref_";

    private final MariadbProduct product;
    private final Address address;
    private final MariadbUrl url;
    private final String project;
    private final Server server;
    private final JdbcSession admin;
    private final Closeable instance;
    private final List<Scratch> open = new ArrayList<>();

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
        Scratch scratch = new Scratch(name);
        open.add(scratch);
        return scratch;
    }

    @Override
    public Optional<ReferenceDatabase> restore(String state) {
        return Optional.empty();
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(Scratch::close);
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
        private @Nullable Target target;

        Scratch(String name) {
            this.name = name;
        }

        @Override
        public Target target() {
            Target present = target;
            if (present == null) {
                present = product.connect(
                        new Address(
                                url.withDatabase(name).jdbc(), address.user(), address.password(), Optional.empty()),
                        project);
                target = present;
            }
            return present;
        }

        @Override
        public CatalogueWatch watch() {
            return new FullCatalogueWatch(() -> target().catalogue());
        }

        @Override
        public Optional<ReferenceDatabase> copy() {
            return Optional.empty();
        }

        /** Keeps nothing: see the class. */
        @Override
        public void keep(String state) {
            close();
        }

        @Override
        public void close() {
            if (!open.remove(this)) {
                return;
            }
            Target present = target;
            if (present != null) {
                present.close();
            }
            admin.update("DROP DATABASE IF EXISTS " + name);
            admin.first("SELECT RELEASE_LOCK(?)", row -> row.getInt(1), name);
        }
    }
}
