package io.slipway.database.postgresql;

import io.slipway.database.postgresql.PostgresReference.Ownership;
import io.slipway.release.bridge.Bridge;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Address;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** PostgreSQL 12 and later. */
public final class PostgresProduct implements DatabaseProduct {
    private static final String MAINTENANCE = "postgres";
    private final Clock clock;

    public PostgresProduct(Clock clock) {
        this.clock = clock;
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public Dialect dialect() {
        return Dialect.POSTGRESQL;
    }

    @Override
    public boolean understands(String url) {
        return url.startsWith("jdbc:postgresql:");
    }

    @Override
    public Target connect(Address address, String project) {
        return PostgresConnector.target(address, project, clock);
    }

    @Override
    public void dump(Address address, OutputStream out) throws IOException {
        PostgresDump.write(address, out);
    }

    @Override
    public Optional<Bridge> bridge() {
        return Optional.of(new PostgresBridge());
    }

    @Override
    public ReferenceServer reference(ReferenceSettings settings) {
        return settings.server().map(address -> given(address, settings)).orElseGet(() -> embedded(settings));
    }

    private ReferenceServer given(Address named, ReferenceSettings settings) {
        Address address = inSchema(named, settings);
        try (Target probe = connect(address, settings.project())) {
            Server server = probe.server();
            return new PostgresReference(address, server, Ownership.SHARED, settings.project(), clock, damaged -> {});
        } catch (SlipwayException e) {
            throw SlipwayException.of(
                            ErrorCode.REFERENCE_UNAVAILABLE,
                            "No scratch database can be had. " + e.getMessage(),
                            e.help())
                    .causedBy(e);
        }
    }

    private ReferenceServer embedded(ReferenceSettings settings) {
        PostgresBinaries binaries = EmbeddedPostgresServer.binaries();
        try {
            return cached(binaries, settings);
        } catch (SlipwayException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            // a server starts on damaged files too, and lets nobody in; they are gone now
            return cached(binaries, settings);
        }
    }

    private ReferenceServer cached(PostgresBinaries binaries, ReferenceSettings settings) {
        Path data = settings.cache().resolve("postgresql-" + binaries.major());
        Optional<EmbeddedPostgresServer> lasting =
                EmbeddedPostgresServer.start(binaries, data, EmbeddedPostgresServer.Data.REPLACEABLE, 0);
        return lasting.map(server -> on(server, Ownership.OURS, settings)).orElseGet(() -> passing(binaries, settings));
    }

    /** Another packaging has the cached server: this one gets a server that goes when it is done. */
    private ReferenceServer passing(PostgresBinaries binaries, ReferenceSettings settings) {
        try {
            Path folder = Folders.passing();
            EmbeddedPostgresServer.sweep(binaries, folder);
            Path data = folder.resolve(UUID.randomUUID().toString());
            EmbeddedPostgresServer server = EmbeddedPostgresServer.start(
                            binaries, data, EmbeddedPostgresServer.Data.PASSING, 0)
                    .orElseThrow();
            return on(server, Ownership.PASSING, settings);
        } catch (IOException e) {
            throw EmbeddedPostgresServer.unavailable(
                            "There is no place for the embedded PostgreSQL server's data: " + e.getMessage())
                    .causedBy(e);
        }
    }

    private static Address inSchema(Address address, ReferenceSettings settings) {
        return new Address(
                address.url(),
                address.user(),
                address.password(),
                address.schema().or(settings::schema));
    }

    private ReferenceServer on(EmbeddedPostgresServer server, Ownership ownership, ReferenceSettings settings) {
        try {
            return new PostgresReference(
                    inSchema(server.address(MAINTENANCE), settings),
                    server.server(),
                    ownership,
                    settings.project(),
                    clock,
                    damaged -> end(server, damaged));
        } catch (SlipwayException e) {
            server.discard();
            throw e;
        }
    }

    private static void end(EmbeddedPostgresServer server, boolean damaged) {
        if (damaged) {
            server.discard();
        } else {
            server.close();
        }
    }
}
