package io.slipway.database.postgresql;

import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.reference.ProofGroups;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.target.Target;
import java.util.Optional;

/** One scratch database and the session on it. */
final class PostgresReferenceDatabase implements ReferenceDatabase {
    private final PostgresReference server;
    private final String name;
    private Target target;

    PostgresReferenceDatabase(PostgresReference server, String name) {
        this.server = server;
        this.name = name;
        this.target = server.connect(name);
    }

    String name() {
        return name;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public CatalogueWatch watch() {
        return PostgresCatalogueWatch.of(((PostgresTarget) target).session().connection());
    }

    @Override
    public Optional<ProofGroups> groups(CatalogueWatch watch) {
        PostgresTarget session = (PostgresTarget) target;
        return watch instanceof PostgresCatalogueWatch following && session.takesMany()
                ? Optional.of(new PostgresProofGroups(session, following))
                : Optional.empty();
    }

    @Override
    public Optional<ReferenceDatabase> copy() {
        // A database can be copied only while nobody is in it.
        target.close();
        try {
            return Optional.of(server.copyOf(name));
        } finally {
            target = server.connect(name);
        }
    }

    @Override
    public void keep(String state) {
        target.close();
        server.keep(this, state);
    }

    @Override
    public void close() {
        target.close();
        server.drop(this);
    }
}
