package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Survey.TableFacts;
import io.slipway.release.target.Target;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the target says of its tables, on the oldest server that is supported and on the newest. */
class PostgresSurveyTest {
    static Stream<PostgresServer> servers() {
        return Stream.of(PostgresServer.oldest(), PostgresServer.newest());
    }

    /** Older servers fail where what is asked for is no name of a relation. */
    @ParameterizedTest
    @MethodSource("servers")
    void whatIsNoRelationTakesNothingAwayFromTheRest(PostgresServer server) {
        Database database = server.createDatabase();
        database.run("CREATE TABLE customer (id int PRIMARY KEY, fax text)");
        Map<String, TableFacts> facts = facts(
                database,
                "table public.customer",
                "column public.customer.fax",
                "constraint customer_pkey on public.customer",
                "index public.customer_pkey");
        assertThat(facts).containsOnlyKeys("table public.customer", "index public.customer_pkey");
    }

    /** As after a copy of a database, or an upgrade: there are no statistics, and there are rows. */
    @ParameterizedTest
    @MethodSource("servers")
    void aTableThatWasNeverAnalysedIsNotTakenForEmpty(PostgresServer server) {
        Database database = server.createDatabase();
        database.run("CREATE TABLE customer (id int, name varchar(40)) WITH (autovacuum_enabled = off)");
        database.run("INSERT INTO customer SELECT g, 'somebody' FROM generate_series(1, 20000) g");
        Database superuser = server.admin();
        new Database(database.url(), superuser.user(), superuser.password()).run("SELECT pg_stat_reset()");
        assertThat(facts(database, "table public.customer").get("table public.customer"))
                .satisfies(table -> assertThat(table.rows()).isBetween(5_000L, 80_000L));
    }

    private static Map<String, TableFacts> facts(Database database, String... objects) {
        Address address =
                new Address(database.url(), database.user(), Secret.of(database.password()), Optional.empty());
        try (Target target = Databases.open(address)) {
            return target.survey().orElseThrow().facts(Set.of(objects));
        }
    }
}
