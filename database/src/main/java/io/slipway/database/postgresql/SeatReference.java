package io.slipway.database.postgresql;

import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Scratch databases for one packaging at a seat. The superuser makes them, and the seat's role works in them. */
final class SeatReference implements ReferenceServer {
    /** Of 63 characters that a name may have. */
    private static final int STATE_DIGITS = 12;

    private final SeatServer server;
    private final String kept;
    private final String role;
    private final Secret password;
    private final ReferenceSettings settings;
    private final SecureRandom random = new SecureRandom();
    private final List<Scratch> open = new ArrayList<>();

    SeatReference(SeatServer server, String kept, String role, Secret password, ReferenceSettings settings) {
        this.server = server;
        this.kept = kept;
        this.role = role;
        this.password = password;
        this.settings = settings;
    }

    @Override
    public Server server() {
        return server.server();
    }

    @Override
    public ReferenceDatabase create() {
        return scratch();
    }

    private Scratch scratch() {
        String name = name();
        server.makeDatabase(name, role);
        server.prepareWatch(name);
        return new Scratch(name);
    }

    private String name() {
        return kept + "ref_" + HexFormat.of().toHexDigits(random.nextInt());
    }

    private String state(String state) {
        return kept + "state_" + state.substring(0, Math.min(STATE_DIGITS, state.length()));
    }

    @Override
    public Optional<ReferenceDatabase> restore(String state) {
        return server.databaseExists(state(state)) ? Optional.of(copy(state(state))) : Optional.empty();
    }

    private Scratch copy(String of) {
        String name = name();
        server.copyDatabase(of, name, role);
        return new Scratch(name);
    }

    private Target connect(String database) {
        Address address = server.address(database, role, password);
        return server.enter(
                new Address(address.url(), address.user(), address.password(), settings.schema()), settings.project());
    }

    @Override
    public void close() {
        List.copyOf(open).forEach(Scratch::close);
    }

    private final class Scratch implements ReferenceDatabase {
        private final String name;
        private Target target;

        Scratch(String name) {
            this.name = name;
            open.add(this);
            this.target = connect(name);
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
        public Optional<ReferenceDatabase> copy() {
            // A database can be copied only while nobody is in it.
            target.close();
            try {
                return Optional.of(SeatReference.this.copy(name));
            } finally {
                target = connect(name);
            }
        }

        /** One state for each role is enough: the next packaging continues it. */
        @Override
        public void keep(String state, Duration work) {
            target.close();
            open.remove(this);
            server.databases(kept + "state_").forEach(server::dropDatabase);
            server.renameDatabase(name, state(state));
        }

        @Override
        public void close() {
            if (open.remove(this)) {
                target.close();
                server.dropDatabase(name);
            }
        }
    }
}
