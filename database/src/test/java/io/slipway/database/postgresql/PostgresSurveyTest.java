package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Survey;
import io.slipway.release.target.Survey.Count;
import io.slipway.release.target.Survey.Followed;
import io.slipway.release.target.Survey.PartQuery.Gives;
import io.slipway.release.target.Survey.TableFacts;
import io.slipway.release.target.Target;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.time.Duration;
import java.util.List;
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
            assertThat(survey.nulled("table public.other", "PARENT", true)).isTrue();
            assertThat(survey.nulled("table public.other", "none", false)).isFalse();
            assertThat(survey.planned("SELECT * FROM parent", "SELECT", "")).isPresent();
        }
    }

    /** Of a table as of one in partitions; the first is read by its pages where the server can do that. */
    @ParameterizedTest
    @MethodSource("servers")
    void aPartOfATableIsAskedAndTimed(PostgresServer server) {
        Database database = server.createDatabase();
        database.run(
                "CREATE TABLE one (id int, pad char(200))",
                "CREATE TABLE parts (id int, pad char(200)) PARTITION BY RANGE (id)",
                "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (30000)",
                "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (30000) TO (60001)",
                "INSERT INTO one SELECT g, 'x' FROM generate_series(1, 60000) g",
                "INSERT INTO parts SELECT g, 'x' FROM generate_series(1, 60000) g",
                "CREATE FUNCTION hidden(id int) RETURNS boolean LANGUAGE sql AS 'SELECT pg_terminate_backend(id)'",
                "CREATE TABLE small (id int)",
                "INSERT INTO small VALUES (1), (2), (3)");
        Address address =
                new Address(database.url(), database.user(), Secret.of(database.password()), Optional.empty());
        try (Target target = Databases.open(address)) {
            Survey survey = target.survey().orElseThrow();
            for (String table : List.of("one", "parts")) {
                assertThat(survey.sample("table public." + table)).hasValueSatisfying(sample -> {
                    assertThat(sample.part()).isBetween(0.3, 0.9);
                    assertThat(sample.took()).isPositive();
                });
                assertThat(matching(survey, table, table + " AS t", "t.id % 3 = 0 -- so"))
                        .hasValueSatisfying(
                                found -> assertThat(found.rows() / found.part()).isBetween(15_000.0, 25_000.0));
            }
            assertThat(matching(survey, "small", "small", "id > 1")).hasValueSatisfying(found -> {
                assertThat(found.part()).isEqualTo(1);
                assertThat(found.rows()).isEqualTo(2);
                assertThat(found.pages()).isEqualTo(1);
            });
            assertThat(matching(survey, "small", "small", "nonsense > 1")).isEmpty();
            assertThat(matching(survey, "small", "small", "abs(id) > coalesce(NULLIF (2, 1), 1)"))
                    .hasValueSatisfying(found -> assertThat(found.rows()).isEqualTo(1));
            // not the reading alone: what is worked out for each row
            String dear = "length(md5(md5(md5(t.id::text))))";
            assertThat(took(survey, "SELECT tableoid, ctid FROM one AS t", " WHERE " + dear + " > 0", Gives.PLACES))
                    .isGreaterThan(took(survey, "SELECT tableoid, ctid FROM one AS t", " WHERE id > 0", Gives.PLACES)
                            .multipliedBy(3));
            for (String gathered : List.of("", " GROUP BY id % 10")) {
                assertThat(took(survey, "SELECT max(" + dear + ") FROM one AS t", gathered, Gives.ROWS))
                        .isGreaterThan(took(survey, "SELECT max(id) FROM one AS t", gathered, Gives.ROWS)
                                .multipliedBy(3));
            }
            // what ends sessions must not be tried, nor what hides it
            for (String harmful : List.of("pg_terminate_backend(id)", "\"hidden\" (id)", "PG_CATALOG.Random() > 2")) {
                assertThat(matching(survey, "small", "small", harmful))
                        .as(harmful)
                        .isEmpty();
            }
            // to sort texts takes longer than what is in order already, also where they are few
            assertThat(took(survey, "SELECT md5(pad || id) FROM one", " ORDER BY 1 OFFSET 0", Gives.ORDER))
                    .isGreaterThan(took(survey, "SELECT id FROM one", " ORDER BY 1 OFFSET 0", Gives.ORDER));
            assertThat(survey.matching(
                            "table public.small",
                            new Survey.PartQuery("SELECT id FROM small", "\nORDER BY 1 OFFSET 0", Gives.ORDER),
                            1))
                    .hasValueSatisfying(found -> assertThat(found.rows()).isEqualTo(3));
            assertThat(survey.sample("table public.small"))
                    .hasValueSatisfying(sample -> assertThat(sample.part()).isEqualTo(1));
        }
    }

    private static Optional<Survey.Matching> matching(Survey survey, String table, String from, String where) {
        return survey.matching(
                "table public." + table,
                new Survey.PartQuery("SELECT tableoid, ctid FROM " + from, " WHERE " + where, Gives.PLACES),
                1);
    }

    private static Duration took(Survey survey, String head, String tail, Gives gives) {
        return survey.matching("table public.one", new Survey.PartQuery(head, tail, gives), 1)
                .orElseThrow()
                .took();
    }

    private static Map<String, TableFacts> facts(Database database, String... objects) {
        Address address =
                new Address(database.url(), database.user(), Secret.of(database.password()), Optional.empty());
        try (Target target = Databases.open(address)) {
            return target.survey().orElseThrow().facts(Set.of(objects));
        }
    }
}
