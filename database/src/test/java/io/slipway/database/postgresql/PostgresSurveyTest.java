package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Survey;
import io.slipway.release.target.Survey.Count;
import io.slipway.release.target.Survey.Followed;
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

    @ParameterizedTest
    @MethodSource("servers")
    void whatGoesWithRowsAndWhereIndexesAreIsTold(PostgresServer server) {
        Database database = server.createDatabase();
        database.run(
                "CREATE TABLE parent (id int PRIMARY KEY, begins timestamp)",
                "CREATE TABLE child (id int, parent int REFERENCES parent ON DELETE CASCADE)",
                "CREATE TABLE other (id int, parent int REFERENCES parent ON DELETE SET NULL)",
                "INSERT INTO parent VALUES (1)",
                "INSERT INTO child VALUES (1, 1), (2, NULL)",
                "INSERT INTO other VALUES (1, 1)");
        Address address =
                new Address(database.url(), database.user(), Secret.of(database.password()), Optional.empty());
        try (Target target = Databases.open(address)) {
            Survey survey = target.survey().orElseThrow();
            assertThat(survey.followed("table public.parent"))
                    .containsExactly(
                            new Followed(
                                    "table public.child",
                                    Optional.empty(),
                                    Optional.of(new Count(1, true)),
                                    true,
                                    false),
                            new Followed(
                                    "table public.other",
                                    Optional.of("parent"),
                                    Optional.of(new Count(1, true)),
                                    true,
                                    false));
            assertThat(survey.indexed(Set.of("index public.parent_pkey", "index public.none")))
                    .isEqualTo(Map.of("index public.parent_pkey", "table public.parent"));
            assertThat(survey.retimed("table public.parent", "begins", false)).isFalse();
            assertThat(survey.planned("SELECT * FROM parent", "SELECT", "")).isPresent();
        }
    }

    private static Map<String, TableFacts> facts(Database database, String... objects) {
        Address address =
                new Address(database.url(), database.user(), Secret.of(database.password()), Optional.empty());
        try (Target target = Databases.open(address)) {
            return target.survey().orElseThrow().facts(Set.of(objects));
        }
    }
}
