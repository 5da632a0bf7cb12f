package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.reference.ProofGroups;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One scratch database and the session on it. */
final class PostgresReferenceDatabase implements ReferenceDatabase {
    /** What a copy has a file for. */
    private static final String RELATIONS =
            "SELECT count(*) FROM pg_catalog.pg_class WHERE relkind IN ('r', 'i', 'S', 't', 'm')";

    private final PostgresReference server;
    private final String name;
    private final Duration workBefore;
    private final Optional<Taken> taken;
    private Target target;
    private @Nullable PostgresCatalogueWatch following;

    /**
     * The kept state that it was.
     *
     * @param numbers where its sequences stood
     */
    private record Taken(String kept, Optional<String> numbers) {}

    private PostgresReferenceDatabase(
            PostgresReference server, String name, Duration workBefore, Optional<String> kept) {
        this.server = server;
        this.name = name;
        this.workBefore = workBefore;
        this.target = server.connect(name);
        this.taken = kept.map(state -> new Taken(state, SequenceNumbers.of(session())));
    }

    /** One that is empty, or of which it does not matter what was run on it before. */
    static PostgresReferenceDatabase made(PostgresReference server, String name) {
        return new PostgresReferenceDatabase(server, name, Duration.ZERO, Optional.empty());
    }

    /** A copy of a kept state. */
    static PostgresReferenceDatabase copied(PostgresReference server, String name, KeptState state) {
        return new PostgresReferenceDatabase(server, name, state.work(), Optional.empty());
    }

    /** A kept state itself, under a new name. */
    static PostgresReferenceDatabase taken(PostgresReference server, String name, String kept, KeptState state) {
        return new PostgresReferenceDatabase(server, name, state.work(), Optional.of(kept));
    }

    String name() {
        return name;
    }

    @Override
    public Target target() {
        return target;
    }

    private JdbcSession session() {
        return ((PostgresTarget) target).session();
    }

    @Override
    public CatalogueWatch watch() {
        CatalogueWatch watch = PostgresCatalogueWatch.of(session().connection());
        following = watch instanceof PostgresCatalogueWatch own ? own : null;
        return watch;
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
        disconnect();
        try {
            return Optional.of(server.copyOf(name));
        } finally {
            target = server.connect(name);
        }
    }

    @Override
    public void lend(List<String> roles) {
        server.lend(roles);
    }

    @Override
    public void keep(String state, Duration work) {
        if (following != null) {
            following.keep();
        }
        long relations = session().first(RELATIONS, row -> row.getLong(1)).orElse(0L);
        disconnect();
        server.keep(this, state, workBefore.plus(work), relations);
    }

    @Override
    public void giveBack() {
        Optional<String> kept = taken.filter(this::isAsTaken).map(Taken::kept);
        disconnect();
        kept.ifPresentOrElse(state -> server.giveBack(this, state), () -> server.drop(this));
    }

    /** A rollback takes everything back but numbers that were drawn. */
    private boolean isAsTaken(Taken state) {
        try {
            target.rollback();
            return state.numbers().isPresent() && state.numbers().equals(SequenceNumbers.of(session()));
        } catch (SqlFailure | SlipwayException e) {
            // then it cannot be said
            return false;
        }
    }

    private void disconnect() {
        following = null;
        target.close();
    }

    @Override
    public void close() {
        disconnect();
        server.drop(this);
    }
}
