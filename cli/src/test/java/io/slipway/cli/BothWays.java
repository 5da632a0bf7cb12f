package io.slipway.cli;

import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.reference.ProofGroups;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.sql.Dialect;
import io.slipway.release.target.Address;
import io.slipway.release.target.Server;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A product whose reference databases prove scripts in groups, and count what came of it; or one by one only. */
final class BothWays implements DatabaseProduct {
    private final DatabaseProduct product;
    private final boolean inGroups;
    /** Scripts that were proved in groups. */
    int together;
    /** Groups of which it could not be said which script did what. */
    int unclear;

    BothWays(DatabaseProduct product, boolean inGroups) {
        this.product = product;
        this.inGroups = inGroups;
    }

    @Override
    public String name() {
        return product.name();
    }

    @Override
    public Dialect dialect() {
        return product.dialect();
    }

    @Override
    public boolean understands(String url) {
        return product.understands(url);
    }

    @Override
    public Target connect(Address address, String project) {
        return product.connect(address, project);
    }

    @Override
    public void dump(Address address, OutputStream out) throws IOException {
        product.dump(address, out);
    }

    @Override
    public ReferenceServer reference(ReferenceSettings settings) {
        return new Through(product.reference(settings));
    }

    private final class Through implements ReferenceServer {
        private final ReferenceServer server;

        Through(ReferenceServer server) {
            this.server = server;
        }

        @Override
        public Server server() {
            return server.server();
        }

        @Override
        public ReferenceDatabase create() {
            return new ThroughDatabase(server.create());
        }

        @Override
        public Optional<ReferenceDatabase> restore(String state) {
            return server.restore(state).map(ThroughDatabase::new);
        }

        @Override
        public Optional<ReferenceDatabase> take(String state) {
            return server.take(state).map(ThroughDatabase::new);
        }

        @Override
        public void close() {
            server.close();
        }
    }

    private final class ThroughDatabase implements ReferenceDatabase {
        private final ReferenceDatabase database;

        ThroughDatabase(ReferenceDatabase database) {
            this.database = database;
        }

        @Override
        public Target target() {
            return database.target();
        }

        @Override
        public CatalogueWatch watch() {
            return database.watch();
        }

        @Override
        public Optional<ProofGroups> groups(CatalogueWatch watch) {
            return inGroups ? database.groups(watch).map(Counted::new) : Optional.empty();
        }

        @Override
        public Optional<ReferenceDatabase> copy() {
            return database.copy().map(ThroughDatabase::new);
        }

        @Override
        public void keep(String state, Duration work) {
            database.keep(state, work);
        }

        @Override
        public void giveBack() {
            database.giveBack();
        }

        @Override
        public void close() {
            database.close();
        }
    }

    private final class Counted implements ProofGroups {
        private final ProofGroups groups;

        Counted(ProofGroups groups) {
            this.groups = groups;
        }

        @Override
        public Outcome apply(List<Text> scripts) throws SqlFailure {
            Outcome outcome = groups.apply(scripts);
            if (outcome instanceof Applied) {
                together += scripts.size();
            } else if (outcome instanceof Unclear) {
                unclear++;
            }
            return outcome;
        }

        @Override
        public Optional<List<Round>> backAndForth(List<Text> scripts, List<Text> rollbacks) throws SqlFailure {
            return groups.backAndForth(scripts, rollbacks);
        }
    }
}
