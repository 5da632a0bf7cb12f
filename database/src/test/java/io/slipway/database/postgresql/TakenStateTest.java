package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.Address;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a packaging may do with a kept state, where it goes on from the state itself and not from a copy. */
class TakenStateTest {
    private static final String STATE = "0123456789abcdef";
    private static final Duration SHORT = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofDays(1);

    @TempDir(factory = InMemory.class)
    private Path cache;

    private Optional<Address> given = Optional.empty();

    private ReferenceServer open() {
        return new PostgresProduct(Clock.systemUTC()).reference(new ReferenceSettings(given, cache, "taken"));
    }

    /** Keeps a state with one table, a sequence, and what its watch knows. */
    private void kept(Duration work) throws SqlFailure {
        try (ReferenceServer server = open()) {
            ReferenceDatabase database = server.create();
            CatalogueWatch watch = database.watch();
            Databases.run(database.target(), "CREATE TABLE t (id serial PRIMARY KEY, a text)");
            watch.look();
            database.keep(STATE, work);
        }
    }

    @Test
    void itIsTheStateItselfAndNotACopy() throws SqlFailure {
        kept(SHORT);
        try (ReferenceServer server = open()) {
            ReferenceDatabase taken = server.take(STATE).orElseThrow();
            assertThat(server.restore(STATE)).isEmpty();
            assertThat(server.take(STATE)).isEmpty();
            taken.target().execute("CREATE TABLE u (a int)");
            taken.keep("aa", SHORT);
            ReferenceDatabase next = server.restore("aa").orElseThrow();
            assertThat(Databases.read(next.target(), "SELECT count(*) FROM u, t"))
                    .isEqualTo("0");
        }
        try (ReferenceServer server = open()) {
            assertThat(server.restore(STATE)).isEmpty();
        }
    }

    @Test
    void whatTookLongToMakeIsCopied() throws SqlFailure {
        kept(LONG);
        try (ReferenceServer server = open()) {
            ReferenceDatabase copy = server.take(STATE).orElseThrow();
            copy.target().execute("DROP TABLE t");
            // what was done before counts as well
            copy.keep("aa", SHORT);
            ReferenceDatabase again = server.take(STATE).orElseThrow();
            assertThat(Databases.read(again.target(), "SELECT count(*) FROM t")).isEqualTo("0");
            assertThat(server.take("aa")).isPresent();
            assertThat(server.restore("aa")).isPresent();
        }
    }

    @Test
    void givenBackItIsThereAsItWas() throws SqlFailure {
        kept(SHORT);
        try (ReferenceServer server = open()) {
            ReferenceDatabase taken = server.take(STATE).orElseThrow();
            Target target = taken.target();
            target.begin();
            target.execute("CREATE TABLE u (a int)");
            target.execute("INSERT INTO t VALUES (7, 'x')");
            taken.giveBack();
        }
        try (ReferenceServer server = open()) {
            ReferenceDatabase taken = server.take(STATE).orElseThrow();
            assertThat(Databases.read(taken.target(), "SELECT count(*), to_regclass('u') IS NULL FROM t"))
                    .isEqualTo("0,t");
        }
    }

    @Test
    void aNumberThatWasDrawnSpoilsIt() throws SqlFailure {
        kept(SHORT);
        try (ReferenceServer server = open()) {
            ReferenceDatabase taken = server.take(STATE).orElseThrow();
            taken.target().begin();
            taken.target().execute("INSERT INTO t (a) VALUES ('x')");
            taken.giveBack();
            assertThat(server.restore(STATE)).isEmpty();
        }
    }

    @Test
    void oneThatIsLeftIsGone() throws SqlFailure {
        kept(SHORT);
        try (ReferenceServer server = open()) {
            assertThat(server.take(STATE)).isPresent();
        }
        try (ReferenceServer server = open()) {
            assertThat(server.restore(STATE)).isEmpty();
        }
    }

    @Test
    void itsWatchGoesOnFromWhatTheOneBeforeKnew() throws SqlFailure {
        kept(SHORT);
        try (ReferenceServer server = open()) {
            ReferenceDatabase taken = server.take(STATE).orElseThrow();
            String lines = Databases.read(taken.target(), "SELECT max(id) FROM slipway_watch.touched");
            CatalogueWatch watch = taken.watch();
            // a watch that reads everything installs its triggers first, which they write down
            assertThat(Databases.read(taken.target(), "SELECT max(id) FROM slipway_watch.touched"))
                    .isEqualTo(lines);
            assertThat(watch.current()).isEqualTo(taken.target().catalogue());
            assertThat(watch.look().isEmpty()).isTrue();
            taken.target().execute("ALTER TABLE t ADD COLUMN b int");
            assertThat(watch.look().entries()).hasSize(1);
            assertThat(watch.current()).isEqualTo(taken.target().catalogue());
        }
    }

    @Test
    void whatChangedSinceIsNotOverlooked() throws SqlFailure {
        for (String change : List.of("ALTER TABLE t DROP COLUMN a", "CREATE ROLE taken_by_nobody")) {
            kept(SHORT);
            try (ReferenceServer server = open()) {
                ReferenceDatabase taken = server.take(STATE).orElseThrow();
                String lines = Databases.read(taken.target(), "SELECT max(id) FROM slipway_watch.touched");
                taken.target().execute(change);
                assertThat(taken.watch().current()).isEqualTo(taken.target().catalogue());
                assertThat(Databases.read(taken.target(), "SELECT max(id) FROM slipway_watch.touched"))
                        .isNotEqualTo(lines);
            }
        }
    }

    /** Where others may want it too, and a copy is soon made. */
    @Test
    void onAServerThatOthersUseASmallOneIsCopied() throws SqlFailure {
        given = Optional.of(Databases.server().address("postgres"));
        kept(SHORT);
        try (ReferenceServer server = open()) {
            server.take(STATE).orElseThrow().close();
            assertThat(server.restore(STATE)).isPresent();
        }
        try (PostgresAdmin admin = new PostgresAdmin(given.orElseThrow())) {
            // other tests count what is on that server
            admin.strings("SELECT datname FROM pg_catalog.pg_database WHERE datname ~ '^slipway_state_'")
                    .forEach(admin::dropDatabase);
        }
    }

    @Test
    void whatAStateSaysOfItselfIsReadBack() {
        KeptState state = new KeptState(
                Instant.parse("2026-12-01T10:15:30.123Z"), Duration.ofSeconds(5), 20_000, List.of("app", "a b"));
        assertThat(KeptState.parse(state.comment())).isEqualTo(state);
        assertThat(state.soonMadeAgain()).isTrue();
        assertThat(state.slowlyCopied()).isTrue();
        KeptState earlier = KeptState.parse("2026-11-01T10:15:30Z\napp");
        assertThat(earlier.roles()).containsExactly("app");
        assertThat(earlier.soonMadeAgain()).isFalse();
        assertThat(earlier.slowlyCopied()).isFalse();
        assertThat(KeptState.parse("").roles()).isEmpty();
    }
}
