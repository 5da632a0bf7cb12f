package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresReferenceTest {
    private static final String STATE = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    @TempDir(factory = InMemory.class)
    private Path cache;

    private ReferenceServer embedded() {
        return embedded("shop");
    }

    private ReferenceServer embedded(String project) {
        return new PostgresProduct(Clock.systemUTC())
                .reference(new ReferenceSettings(Optional.empty(), cache, project));
    }

    private static String databases(Target target) {
        return Databases.read(target, "SELECT datname FROM pg_database WHERE datname LIKE 'slipway%' ORDER BY 1");
    }

    @Test
    void scratchDatabasesAreEmptyUtf8AndTheSameEverywhere() throws SqlFailure {
        try (ReferenceServer server = embedded();
                ReferenceDatabase database = server.create()) {
            assertThat(server.server().major())
                    .isEqualTo(database.target().server().major());
            assertThat(database.target().catalogue().objects().keySet()).noneMatch(key -> key.startsWith("table "));
            assertThat(
                            Databases.read(
                                    database.target(),
                                    "SELECT current_setting('server_encoding'), current_setting('TimeZone'), upper('é'), 'a' < 'B'"))
                    .isEqualTo("UTF8,UTC,É,f");
            var watch = database.watch();
            database.target().execute("CREATE TABLE t (a int)");
            assertThat(watch.look().isEmpty()).isFalse();
        }
    }

    @Test
    void theSchemaOfTheTargetsIsThereAndCurrent() throws SqlFailure {
        PostgresProduct product = new PostgresProduct(Clock.systemUTC());
        Optional<String> schema = Optional.of("\"pay of us\", \"$user\", Other, pg_catalog");
        ReferenceSettings inSchema = new ReferenceSettings(Optional.empty(), cache, "shop", schema);
        try (ReferenceServer server = product.reference(inSchema)) {
            ReferenceDatabase database = server.create();
            database.target().execute("CREATE TABLE t (a int)");
            assertThat(database.target().catalogue().objects())
                    .containsKeys("schema \"pay of us\"", "schema other", "table \"pay of us\".t");
            database.keep(STATE, Duration.ZERO);
            try (ReferenceDatabase restored = server.restore(STATE).orElseThrow()) {
                assertThat(Databases.read(restored.target(), "SELECT count(*) FROM t"))
                        .isEqualTo("0");
            }
        }
        // a state in one schema is none in another
        try (ReferenceServer server = embedded()) {
            assertThat(server.restore(STATE)).isEmpty();
        }
    }

    @Test
    void aCopyIsOneOfItsOwn() throws SqlFailure {
        try (ReferenceServer server = embedded();
                ReferenceDatabase first = server.create()) {
            first.target().execute("CREATE TABLE t AS SELECT 1 AS a");
            try (ReferenceDatabase copy = first.copy().orElseThrow()) {
                first.target().execute("INSERT INTO t VALUES (2)");
                copy.target().execute("DROP TABLE t");
                assertThat(Databases.read(first.target(), "SELECT a FROM t ORDER BY 1"))
                        .isEqualTo("1;2");
            }
            assertThat(databases(first.target()).split(";")).hasSize(1);
        }
    }

    @Test
    void aStateIsThereForTheNextPackaging() throws SqlFailure {
        try (ReferenceServer server = embedded()) {
            assertThat(server.restore(STATE)).isEmpty();
            ReferenceDatabase database = server.create();
            database.target().execute("CREATE TABLE t AS SELECT 1 AS a");
            database.keep(STATE, Duration.ZERO);
        }
        try (ReferenceServer server = embedded()) {
            ReferenceDatabase database = server.restore(STATE).orElseThrow();
            assertThat(Databases.read(database.target(), "SELECT a FROM t")).isEqualTo("1");
            database.target().execute("DROP TABLE t");
            ReferenceDatabase again = server.restore(STATE).orElseThrow();
            assertThat(Databases.read(again.target(), "SELECT a FROM t")).isEqualTo("1");
            // Kept already: the second is merely closed.
            again.keep(STATE, Duration.ZERO);
        }
        try (ReferenceServer server = embedded();
                ReferenceDatabase database = server.create()) {
            assertThat(databases(database.target()).split(";")).hasSize(2);
        }
    }

    @Test
    void theNewestStatesOfAProjectAreKept() {
        try (ReferenceServer other = embedded("stock")) {
            other.create().keep("ffff", Duration.ZERO);
        }
        try (ReferenceServer server = embedded()) {
            for (String state : List.of("01", "02", "03", "04", "05")) {
                server.create().keep(state, Duration.ZERO);
            }
            assertThat(server.restore("01")).isEmpty();
            assertThat(server.restore("02")).isEmpty();
            assertThat(server.restore("03")).isPresent();
            assertThat(server.restore("05")).isPresent();
        }
        try (ReferenceServer other = embedded("stock")) {
            assertThat(other.restore("ffff")).isPresent();
            assertThat(other.restore("05")).isEmpty();
        }
    }

    @Test
    void rolesOfARefusedPackagingAreForgotten() throws SqlFailure {
        try (ReferenceServer server = embedded()) {
            ReferenceDatabase database = server.create();
            Databases.run(database.target(), "CREATE ROLE app", "CREATE TABLE t (a int)", "GRANT SELECT ON t TO app");
            database.keep("01", Duration.ZERO);
            ReferenceDatabase next = server.restore("01").orElseThrow();
            assertThat(Databases.read(next.target(), "SELECT count(*) FROM pg_roles WHERE rolname = 'app'"))
                    .isEqualTo("1");
            Databases.run(next.target(), "CREATE ROLE late", "GRANT SELECT ON t TO late");
        }
        try (ReferenceServer server = embedded()) {
            ReferenceDatabase again = server.restore("01").orElseThrow();
            Databases.run(again.target(), "CREATE ROLE late", "GRANT SELECT ON t TO app, late");
        }
        try (ReferenceServer server = embedded()) {
            // A replay from nothing makes its roles itself; for that the kept state must go.
            ReferenceDatabase fresh = server.create();
            Databases.run(fresh.target(), "CREATE ROLE app", "CREATE ROLE late");
            assertThat(databases(fresh.target())).doesNotContain("slipway_state_");
        }
    }

    @Test
    void rolesThatWereLentAreForgotten() throws SqlFailure {
        try (ReferenceServer server = embedded()) {
            try (ReferenceDatabase database = server.create()) {
                database.lend(List.of("postgres", "reader", "Odd \" name"));
                Databases.run(database.target(), "CREATE TABLE t (a int)", "GRANT SELECT ON t TO reader");
            }
            try (ReferenceDatabase next = server.create()) {
                assertThat(Databases.read(
                                next.target(), "SELECT string_agg(rolname, ',') FROM pg_roles WHERE rolname !~ '^pg_'"))
                        .isEqualTo("postgres");
            }
        }
    }

    @Test
    void twoPackagingsAtOnceDoNotMeet() throws SqlFailure {
        try (ReferenceServer first = embedded()) {
            ReferenceDatabase kept = first.create();
            kept.target().execute("CREATE TABLE t (a int)");
            kept.keep(STATE, Duration.ZERO);
            ReferenceDatabase one = first.create();
            try (ReferenceServer second = embedded()) {
                assertThat(second.restore(STATE)).isEmpty();
                ReferenceDatabase two = second.create();
                two.target().execute("CREATE TABLE only_here (a int)");
                two.copy().orElseThrow().close();
                two.keep("aa", Duration.ZERO);
            }
            assertThat(Databases.read(one.target(), "SELECT 1")).isEqualTo("1");
        }
        try (ReferenceServer third = embedded()) {
            assertThat(third.restore(STATE)).isPresent();
        }
    }

    @Test
    void settingsThatAScriptAlteredDoNotOutliveThePackaging() throws SqlFailure {
        try (ReferenceServer server = embedded();
                ReferenceDatabase database = server.create()) {
            Databases.run(
                    database.target(),
                    "ALTER SYSTEM SET work_mem = '64kB'",
                    "ALTER ROLE postgres SET search_path = 'nowhere'");
        }
        try (ReferenceServer server = embedded();
                ReferenceDatabase database = server.create()) {
            assertThat(Databases.read(
                            database.target(), "SELECT current_setting('work_mem'), current_setting('search_path')"))
                    .isEqualTo("4MB,\"$user\", public");
        }
    }

    @Test
    void aDamagedCacheIsMadeAnew() throws Exception {
        Path data;
        try (ReferenceServer server = embedded()) {
            server.create().keep(STATE, Duration.ZERO);
            data = cache.resolve("postgresql-" + server.server().major());
        }
        Files.write(data.resolve("global/pg_control"), new byte[8192]);
        try (ReferenceServer server = embedded()) {
            assertThat(server.restore(STATE)).isEmpty();
            server.create().close();
        }
        Files.writeString(data.resolve("PG_VERSION"), "9.6\n");
        try (ReferenceServer server = embedded()) {
            server.create().close();
        }
    }

    @Test
    void aGivenServerGetsItsScratchDatabasesTakenAway() throws SqlFailure {
        Databases.server().createUser("packager", Secret.of("pw"));
        Address admin = Databases.server().address("postgres");
        Address packager = new Address(admin.url(), "packager", Secret.of("pw"), Optional.empty());
        PostgresProduct product = new PostgresProduct(Clock.systemUTC());
        ReferenceSettings settings = new ReferenceSettings(Optional.of(packager), cache, "shop");
        SlipwayException e = catchThrowableOfType(
                SlipwayException.class, () -> product.reference(settings).create());
        assertThat(e.code()).isEqualTo(ErrorCode.REFERENCE_UNAVAILABLE);
        assertThat(e).hasMessageContaining("permission denied to create database");
        try (Target root = Databases.open(admin)) {
            root.execute("ALTER ROLE packager CREATEDB");
            // As a run killed yesterday, and one under way on another machine, would leave them.
            Instant now = Instant.now();
            PostgresReference yesterdays = new PostgresReference(
                    packager,
                    Databases.server().server(),
                    PostgresReference.Ownership.SHARED,
                    "shop",
                    Clock.fixed(now.minus(Duration.ofHours(25)), ZoneOffset.UTC),
                    damaged -> {});
            ReferenceDatabase abandoned = yesterdays.create();
            abandoned.target().close();
            ReferenceServer other = product.reference(settings);
            ReferenceDatabase othersOwn = other.create();
            try (ReferenceServer server = product.reference(settings)) {
                ReferenceDatabase database = server.create();
                database.target().execute("CREATE TABLE t (a int)");
                ReferenceDatabase copy = database.copy().orElseThrow();
                copy.keep(STATE, Duration.ZERO);
                assertThat(server.restore(STATE)).isPresent();
                assertThat(Databases.read(othersOwn.target(), "SELECT 1")).isEqualTo("1");
                assertThat(databases(root).split(";")).hasSize(4);
            }
            other.close();
            assertThat(databases(root)).startsWith("slipway_state_").doesNotContain(";");
            assertThat(databases(root)).hasSize(63);
        }
    }

    @Test
    void anUnreachableServerIsAnUnavailableReference() {
        Address nowhere = new Address("jdbc:postgresql://127.0.0.1:1/x", "ann", Secret.NONE, Optional.empty());
        SlipwayException e = catchThrowableOfType(
                SlipwayException.class,
                () -> new PostgresProduct(Clock.systemUTC())
                        .reference(new ReferenceSettings(Optional.of(nowhere), cache, "shop")));
        assertThat(e.code()).isEqualTo(ErrorCode.REFERENCE_UNAVAILABLE);
        assertThat(e).hasMessageContaining("127.0.0.1:1");
    }

    private void keepState() throws SqlFailure {
        try (ReferenceServer server = embedded();
                ReferenceDatabase database = server.create()) {
            database.target().execute("CREATE TABLE t (a int)");
            database.keep(STATE, Duration.ZERO);
        }
    }

    /** @param database its number, or an expression for many */
    private void cutOff(String database) throws IOException {
        try (Stream<Path> files = Files.walk(cache)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.toString().replace('\\', '/').matches(".*/base/" + database + "/[^/]*")) {
                    Files.write(file, new byte[0]);
                }
            }
        }
    }

    @Test
    void whatLetsNobodyInIsMadeAnew() throws SqlFailure, IOException {
        keepState();
        cutOff("\\d+");
        try (ReferenceServer server = embedded()) {
            assertThat(server.restore(STATE)).isEmpty();
            server.create().target().execute("CREATE TABLE t (a int)");
        }
    }

    @Test
    void aKeptStateThatLetsNobodyInIsInTheWayOnce() throws SqlFailure, IOException {
        keepState();
        // the server's own have lower numbers
        cutOff("\\d{5,}");
        try (ReferenceServer server = embedded()) {
            SlipwayException refusal = catchThrowableOfType(SlipwayException.class, () -> server.restore(STATE));
            assertThat(refusal.code()).isEqualTo(ErrorCode.REFERENCE_UNAVAILABLE);
            assertThat(refusal.help()).contains("Run it again");
        }
        try (ReferenceServer server = embedded()) {
            assertThat(server.restore(STATE)).isEmpty();
        }
    }
}
