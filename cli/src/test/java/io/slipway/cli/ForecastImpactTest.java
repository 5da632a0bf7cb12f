package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the forecast says of the target's own tables, and how it is held against what the deployment did. */
class ForecastImpactTest {
    @TempDir
    private Path folder;

    @Test
    void sizesLossesDependentsAndTrafficAreTheTargets() throws Exception {
        StoryPlace place = place();
        place.database("dev")
                .run(
                        "INSERT INTO customer SELECT g, 'n', CASE WHEN g % 4 = 0 THEN 'f' END FROM generate_series(1, 30000) g",
                        "INSERT INTO old SELECT g FROM generate_series(1, 500) g",
                        "INSERT INTO stock SELECT g, g FROM generate_series(1, 700) g",
                        "VACUUM ANALYZE",
                        // by hand, so that the proof knows nothing of them
                        "CREATE VIEW faxes AS SELECT fax FROM customer",
                        "CREATE TABLE note (id integer REFERENCES old)",
                        "CREATE FUNCTION oldest() RETURNS integer LANGUAGE plpgsql AS"
                                + " 'BEGIN RETURN (SELECT min(id) FROM old); END'");
        write(place, "sql/ddl/10_check.sql", "ALTER TABLE customer ADD CHECK (length(name) < 20);");
        write(place, "sql/ddl/11_fax.sql", "ALTER TABLE customer DROP COLUMN fax;");
        write(place, "sql/ddl/12_old.sql", "DROP TABLE old;");
        write(place, "sql/ddl/13_new.sql", "CREATE TABLE fresh (id integer);");
        write(place, "sql/ddl/14_renamed.sql", "ALTER TABLE stock RENAME TO store;");
        write(place, "sql/data_dml/10_all.sql", "DELETE FROM stock_log;");
        write(place, "sql/data_dml/11_some.sql", "DELETE FROM customer WHERE id <= 100;");
        write(place, "sql/data_dml/12_emptied.sql", "TRUNCATE ONLY seen, stock_log;");
        place.database("dev")
                .run("INSERT INTO stock_log SELECT generate_series(1, 40)", "INSERT INTO seen VALUES (1)", "ANALYZE");
        run(place, "package");

        JsonNode forecast;
        String text;
        try (Connection reader = place.database("dev").connect();
                Statement reading = reader.createStatement()) {
            reader.setAutoCommit(false);
            reading.executeQuery("SELECT count(*) FROM customer").close();
            forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
            text = run(place, "forecast", "latest", "--to", "dev");
        }

        assertThat(forecast.at("/measured").asBoolean()).isTrue();
        JsonNode customer = change(forecast, "10_check").at("/impact/tables/0");
        assertThat(customer.get("object").asText()).isEqualTo("table public.customer");
        assertThat(customer.get("lock").asText()).isEqualTo("AccessExclusiveLock");
        assertThat(customer.get("waits").asText()).isEqualTo("everybody");
        assertThat(customer.get("work").get(0).asText()).isEqualTo("scanned");
        assertThat(customer.get("rows").asLong()).isEqualTo(30_000);
        assertThat(customer.get("bytes").asLong()).isGreaterThan(1_000_000);
        assertThat(customer.get("written").asLong()).isEqualTo(30_000);
        assertThat(customer.get("holding").asInt()).isEqualTo(1);
        assertThat(change(forecast, "10_check").at("/impact/millis").asLong()).isPositive();

        assertThat(losses(forecast, "11_fax")).containsExactly("column public.customer.fax 7500 true");
        assertThat(texts(change(forecast, "11_fax").at("/impact/breaks"))).containsExactly("view public.faxes");
        assertThat(losses(forecast, "12_old")).containsExactly("table public.old 500 true");
        assertThat(texts(change(forecast, "12_old").at("/impact/breaks")))
                .containsExactly("constraint note.note_id_fkey", "function oldest()");
        assertThat(change(forecast, "13_new").has("impact")).isFalse();
        assertThat(change(forecast, "14_renamed").at("/impact/tables/0/object").asText())
                .isEqualTo("table public.stock");
        assertThat(change(forecast, "14_renamed").get("destructive").asBoolean())
                .isFalse();
        assertThat(losses(forecast, "14_renamed")).isEmpty();
        assertThat(losses(forecast, "10_all")).containsExactly("rows of stock_log 40 true");
        List<String> some = losses(forecast, "11_some");
        assertThat(some)
                .singleElement()
                .asString()
                .startsWith("rows of customer ")
                .endsWith(" false");
        assertThat(Long.parseLong(some.get(0).split(" ")[3])).isBetween(50L, 200L);
        assertThat(losses(forecast, "12_emptied"))
                .containsExactlyInAnyOrder("rows of public.seen 1 true", "rows of public.stock_log 40 true");

        assertThat(forecast.at("/rollbacks/none").asInt()).isEqualTo(8);
        assertThat(forecast.at("/risks/0/level").asText()).isEqualTo("high");
        assertThat(text)
                .contains("risk high: ddl/12_old.sql")
                .contains("what is in table public.old goes: 500 rows")
                .contains("what is in column public.customer.fax goes: 7500 values")
                .contains("breaks view public.faxes, or fails because of it")
                .contains("(estimated)")
                .contains("1 session uses it now");
        assertThat(text.indexOf("risk high")).isLessThan(text.indexOf("risk medium"));
    }

    @Test
    void whatADeploymentTookIsHeldAgainstItsForecastAndTeachesTheNextOne() throws Exception {
        StoryPlace place = place();
        place.database("dev").run("INSERT INTO stock SELECT g, g FROM generate_series(1, 300000) g", "ANALYZE");
        write(place, "sql/ddl/20_wider.sql", "ALTER TABLE stock ALTER COLUMN amount TYPE bigint;");
        write(place, "sql/ddl/21_plain.sql", "ALTER TABLE stock ADD COLUMN note text;");
        run(place, "package");
        JsonNode first = change(
                new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json")), "20_wider");
        assertThat(first.at("/impact/basis").asText()).isEqualTo("standard");

        JsonNode deployed = new ObjectMapper().readTree(run(place, "deploy", "latest", "--to", "dev", "-o", "json"));
        JsonNode score = deployed.at("/forecast/changes");
        assertThat(score).hasSize(1);
        assertThat(score.at("/0/path").asText()).isEqualTo("ddl/20_wider.sql");
        assertThat(score.at("/0/expected").asLong()).isPositive();
        assertThat(score.at("/0/took").asLong()).isPositive();
        String history = run(place, "history", "dev", "-o", "json");
        assertThat(history).contains("\"forecast\"").contains("\"standard\"");
        assertThat(run(place, "history", "dev"))
                .doesNotContain("standard")
                .containsPattern("forecast: (under 0\\.1 s|\\d)");

        write(place, "sql/ddl/22_back.sql", "ALTER TABLE stock ALTER COLUMN amount TYPE integer;");
        run(place, "package");
        JsonNode second = change(
                new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json")), "22_back");
        assertThat(second.at("/impact/basis").asText()).isEqualTo("history");
        assertThat(run(place, "deploy", "latest", "--to", "dev"))
                .contains("FORECAST")
                .contains("ddl/22_back.sql")
                .contains("change that work on whole tables");
    }

    /** Where the version before is, its rollback runs first: what it takes and whom it keeps waiting is told with the change. */
    @Test
    void theRollbackOfWhatWasReworkedIsPartOfTheForecast() throws Exception {
        StoryPlace place = place();
        write(place, "sql/ddl/2_mail.sql", "CREATE TABLE mail (id integer);\nALTER TABLE customer ADD mail text;");
        write(place, "sql/ddl/2_mail.rollback.sql", """
                DELETE FROM seen;
                ALTER TABLE customer DROP COLUMN mail;
                DROP TABLE mail;""");
        run(place, "package");
        run(place, "deploy", "latest", "--to", "dev");
        place.database("dev")
                .run(
                        "INSERT INTO mail SELECT generate_series(1, 30)",
                        "INSERT INTO seen SELECT generate_series(1, 7)",
                        "INSERT INTO customer (id, mail) SELECT g, CASE WHEN g < 5 THEN 'm' END"
                                + " FROM generate_series(1, 100) g",
                        "CREATE VIEW mails AS SELECT mail FROM customer");
        write(place, "sql/ddl/2_mail.sql", """
                -- slipway rework: yes
                CREATE TABLE mail (id bigint);""");
        write(place, "sql/ddl/2_mail.rollback.sql", "DROP TABLE mail;");
        run(place, "package");

        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        JsonNode change = change(forecast, "2_mail");
        assertThat(losses(forecast, "2_mail"))
                .containsExactlyInAnyOrder(
                        "table public.mail 30 true", "column public.customer.mail 4 true", "rows of seen 7 true");
        assertThat(texts(change.at("/impact/breaks"))).containsExactly("view public.mails");
        assertThat(change.get("destructive").asBoolean()).isTrue();
        assertThat(change.get("statements").asInt()).isEqualTo(4);
        assertThat(change.at("/impact/tables/0/object").asText()).isEqualTo("table public.customer");
        assertThat(change.at("/impact/tables/0/lock").asText()).isEqualTo("AccessExclusiveLock");
        assertThat(forecast.at("/risks/0/level").asText()).isEqualTo("high");

        // where it is not, the new version runs alone
        JsonNode elsewhere = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "qa", "-o", "json"));
        assertThat(change(elsewhere, "2_mail").get("destructive").asBoolean()).isFalse();
        assertThat(change(elsewhere, "2_mail").get("statements").asInt()).isEqualTo(1);
    }

    /** A conversion that does not look at the value keeps none of them. */
    @Test
    void valuesThatAConversionReplacesAreLost() throws Exception {
        StoryPlace place = place();
        place.database("dev")
                .run("INSERT INTO customer SELECT g, 'n', CASE WHEN g < 4 THEN '7' END FROM generate_series(1, 10) g");
        write(place, "sql/ddl/2_fax.sql", "ALTER TABLE customer ALTER COLUMN fax TYPE integer USING 0;");
        write(
                place,
                "sql/ddl/3_name.sql",
                "ALTER TABLE customer ALTER name SET DATA TYPE varchar(9) USING left(name, 9);");
        write(
                place,
                "sql/ddl/4_cast.sql",
                "ALTER TABLE customer ALTER name TYPE varchar(8) USING CAST(name AS varchar(8));");
        write(place, "sql/ddl/5_kept.sql", "ALTER TABLE stock ALTER id TYPE bigint USING (stock.id)::text::bigint;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(losses(forecast, "2_fax")).containsExactly("column public.customer.fax 3 true");
        assertThat(losses(forecast, "3_name")).containsExactly("column public.customer.name 10 true");
        assertThat(change(forecast, "3_name").at("/impact/losses/0/atMost").asBoolean())
                .isTrue();
        assertThat(losses(forecast, "4_cast")).containsExactly("column public.customer.name 10 true");
        assertThat(losses(forecast, "5_kept")).isEmpty();
    }

    @Test
    void valuesThatAnUpdateTakesAreLost() throws Exception {
        StoryPlace place = place();
        place.database("dev")
                .run(
                        "INSERT INTO customer SELECT g, 'n', CASE WHEN g < 400 THEN '7' END FROM generate_series(1, 1000) g",
                        "ALTER TABLE customer ADD \"Kept\" integer, ADD made integer DEFAULT 7",
                        "UPDATE customer SET \"Kept\" = id WHERE id <= 20",
                        "ANALYZE customer");
        write(
                place,
                "sql/ddl/2_kept.sql",
                "ALTER TABLE customer ADD IF NOT EXISTS \"Kept\" integer,"
                        + " ADD IF NOT EXISTS made integer DEFAULT 7;");
        write(place, "sql/data_dml/3_all.sql", "UPDATE customer SET fax = NULL, name = 'x';");
        write(
                place,
                "sql/data_dml/4_some.sql",
                "UPDATE ONLY customer AS c SET (name, fax) = ('x', (NULL::text))"
                        + " WHERE c.id % 2 = 0 RETURNING id;");
        write(place, "sql/data_dml/5_default.sql", "UPDATE public.customer SET \"Kept\" = DEFAULT, made = DEFAULT;");
        write(
                place,
                "sql/data_dml/6_do.sql",
                "DO $$ BEGIN UPDATE customer SET fax = CAST(NULL AS text)"
                        + " WHERE id BETWEEN 301 AND 500 OR id IS NULL -- few\n; END $$;");
        write(
                place,
                "sql/data_dml/7_from.sql",
                "UPDATE customer SET fax = NULL FROM stock WHERE stock.id = customer.id;");
        write(
                place,
                "sql/data_dml/8_none.sql",
                "UPDATE customer SET fax = coalesce(fax, NULL), name = 'NULL' WHERE fax = NULL;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(losses(forecast, "3_all")).containsExactly("column public.customer.fax 399 true");
        assertThat(losses(forecast, "4_some")).containsExactly("column public.customer.fax 199 false");
        assertThat(losses(forecast, "5_default")).containsExactly("column public.customer.\"Kept\" 20 true");
        assertThat(losses(forecast, "6_do")).containsExactly("column public.customer.fax 99 false");
        assertThat(losses(forecast, "7_from")).hasSize(1);
        assertThat(change(forecast, "7_from").at("/impact/losses/0/atMost").asBoolean())
                .isTrue();
        assertThat(losses(forecast, "8_none")).isEmpty();
    }

    /** Statistics tell nothing of these conditions, and of a table that was never analysed nothing at all. */
    @Test
    void rowsThatAConditionHoldsForAreLookedUp() throws Exception {
        StoryPlace place = place();
        place.database("dev")
                .run(
                        "ALTER TABLE stock SET (autovacuum_enabled = off)",
                        "INSERT INTO stock SELECT g FROM generate_series(1001, 500000) g");
        write(place, "sql/data_dml/2_odd.sql", "DELETE FROM stock AS s WHERE s.id % 2 = 1 RETURNING id;");
        write(place, "sql/data_dml/3_do.sql", "DO $$ BEGIN DELETE FROM ONLY stock WHERE id % 10 = 0; END $$;");
        write(place, "sql/data_dml/4_other.sql", "DELETE FROM stock USING seen WHERE seen.id = stock.id;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(rows(forecast, "2_odd")).isBetween(230_000L, 270_000L);
        assertThat(rows(forecast, "3_do")).isBetween(45_000L, 55_000L);
        assertThat(rows(forecast, "4_other")).isPositive();
    }

    private static long rows(JsonNode forecast, String path) {
        return change(forecast, path).at("/impact/losses/0/rows").asLong();
    }

    /** What an earlier pending change takes away is not there to break. */
    @Test
    void whatGoesBeforeDoesNotBreak() throws Exception {
        StoryPlace place = place();
        write(place, "sql/ddl/2_view.sql", "CREATE VIEW faxes AS SELECT fax FROM customer;");
        run(place, "package");
        run(place, "deploy", "latest", "--to", "dev");
        write(place, "sql/ddl/3_view.sql", "DROP VIEW faxes;");
        write(place, "sql/ddl/4_fax.sql", "ALTER TABLE customer DROP COLUMN fax;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(change(forecast, "4_fax").at("/impact/breaks")).isEmpty();
    }

    @Test
    void onlyATypeThatChangesBreaksWhatNeedsTheColumn() throws Exception {
        StoryPlace place = place();
        place.database("dev").run("CREATE VIEW faxes AS SELECT id, fax FROM customer");
        write(place, "sql/ddl/2_statistics.sql", "ALTER TABLE customer ALTER fax SET STATISTICS 100;");
        write(place, "sql/ddl/3_default.sql", "ALTER TABLE customer ALTER COLUMN fax SET DEFAULT '-';");
        write(place, "sql/ddl/4_needed.sql", "ALTER TABLE customer ALTER fax SET NOT NULL;");
        write(place, "sql/ddl/5_type.sql", "ALTER TABLE customer ALTER \"fax\" TYPE varchar(40);");
        write(place, "sql/ddl/6_do.sql", "DO $$ BEGIN ALTER TABLE customer ALTER fax TYPE varchar(50); END $$;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(change(forecast, "2_statistics").at("/impact/breaks")).isEmpty();
        assertThat(change(forecast, "3_default").at("/impact/breaks")).isEmpty();
        assertThat(change(forecast, "4_needed").at("/impact/breaks")).isEmpty();
        assertThat(texts(change(forecast, "5_type").at("/impact/breaks"))).containsExactly("view public.faxes");
        assertThat(texts(change(forecast, "6_do").at("/impact/breaks"))).containsExactly("view public.faxes");
    }

    /** Views and foreign keys follow a table or column to its new name; the text of a function does not. */
    @Test
    void whatFollowsARenameDoesNotBreak() throws Exception {
        StoryPlace place = place();
        place.database("dev")
                .run(
                        "CREATE VIEW faxes AS SELECT fax FROM customer",
                        "CREATE MATERIALIZED VIEW amounts AS SELECT amount FROM stock",
                        "CREATE TABLE note (id integer REFERENCES stock)",
                        "CREATE FUNCTION faxed() RETURNS text LANGUAGE plpgsql AS"
                                + " 'BEGIN RETURN (SELECT max(fax) FROM customer); END'",
                        "CREATE FUNCTION stocked() RETURNS integer LANGUAGE sql AS 'SELECT max(id) FROM stock'");
        write(place, "sql/ddl/2_column.sql", "ALTER TABLE customer RENAME COLUMN fax TO fax_number;");
        write(place, "sql/ddl/3_table.sql", "ALTER TABLE stock RENAME TO store;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(texts(change(forecast, "2_column").at("/impact/breaks"))).containsExactly("function faxed()");
        assertThat(texts(change(forecast, "3_table").at("/impact/breaks"))).containsExactly("function stocked()");
    }

    /** The reference database's time zone is UTC, where a timestamp becomes one with time zone as it is stored. */
    @Test
    void aTimestampIsWrittenAnewByTheTargetsTimeZone() throws Exception {
        StoryPlace place = place();
        write(
                place,
                "sql/ddl/2.sql",
                "CREATE TABLE visit (id integer PRIMARY KEY, begins timestamp, ends timestamptz);");
        run(place, "package");
        run(place, "deploy", "latest", "--to", "dev");
        place.database("dev")
                .run("INSERT INTO visit SELECT g, now(), now() FROM generate_series(1, 100000) g", "ANALYZE");
        write(place, "sql/ddl/3_zoned.sql", "ALTER TABLE visit ALTER Begins TYPE timestamptz;");
        write(
                place,
                "sql/ddl/4_not.sql",
                "ALTER TABLE visit ALTER COLUMN ends SET DATA TYPE timestamp without time zone;");
        run(place, "package");
        JsonNode utc = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(change(utc, "3_zoned").at("/impact/tables/0/work")).isEmpty();
        place.database("dev")
                .run("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET timezone = %L', current_database(),"
                        + " 'Europe/Berlin'); END $$");
        JsonNode elsewhere = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        for (String change : List.of("3_zoned", "4_not")) {
            assertThat(texts(change(elsewhere, change).at("/impact/tables/0/work")))
                    .as(change)
                    .containsExactlyInAnyOrder("rewritten", "indexed");
            assertThat(millis(elsewhere, change)).isGreaterThan(50);
        }
        JsonNode deployed = new ObjectMapper().readTree(run(place, "deploy", "latest", "--to", "dev", "-o", "json"));
        assertThat(deployed.at("/forecast/changes")).hasSize(2);
    }

    /** Partitions, what inherits, and what refers to a table lose their rows with it. */
    @Test
    void whatIsTruncatedWithATableIsLost() throws Exception {
        StoryPlace place = place();
        write(place, "sql/ddl/2.sql", """
                CREATE TABLE event (id integer PRIMARY KEY) PARTITION BY RANGE (id);
                CREATE TABLE event_1 PARTITION OF event FOR VALUES FROM (0) TO (100);
                CREATE TABLE event_2 PARTITION OF event FOR VALUES FROM (100) TO (200);
                CREATE TABLE parent (id integer);
                CREATE TABLE child (more integer) INHERITS (parent);""");
        run(place, "package");
        run(place, "deploy", "latest", "--to", "dev");
        place.database("dev")
                .run(
                        // by hand: the target's own
                        "CREATE TABLE event_3 PARTITION OF event FOR VALUES FROM (200) TO (300)",
                        "CREATE TABLE hint (id integer REFERENCES event)",
                        "INSERT INTO event SELECT generate_series(90, 219)",
                        "INSERT INTO hint VALUES (90), (91)",
                        "INSERT INTO parent VALUES (1)",
                        "INSERT INTO child VALUES (1, 1), (2, 2)",
                        "INSERT INTO seen VALUES (1)");
        write(place, "sql/ddl/3_parts.sql", "TRUNCATE event CASCADE;");
        write(place, "sql/ddl/4_children.sql", "TRUNCATE parent;");
        write(place, "sql/ddl/5_block.sql", "DO $$ BEGIN\n  TRUNCATE TABLE seen;\nEND $$;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(losses(forecast, "3_parts"))
                .containsExactlyInAnyOrder("rows of public.event 130 true", "rows of public.hint 2 true");
        assertThat(losses(forecast, "4_children")).containsExactly("rows of public.parent 3 true");
        assertThat(losses(forecast, "5_block")).containsExactly("rows of public.seen 1 true");
        assertThat(change(forecast, "3_parts").at("/impact/millis").asLong()).isLessThan(1_000);
    }

    /** What a foreign key takes along, as deep as it goes. */
    @Test
    void rowsThatRefersToDeletedOnesAreLost() throws Exception {
        StoryPlace place = place();
        place.database("dev")
                .run(
                        // by hand: the target's own
                        "CREATE TABLE p (id int PRIMARY KEY, up int REFERENCES p ON DELETE CASCADE)",
                        "CREATE TABLE c (id int PRIMARY KEY, p_id int REFERENCES p ON DELETE CASCADE) PARTITION BY RANGE (id)",
                        "CREATE TABLE c_1 PARTITION OF c FOR VALUES FROM (0) TO (100)",
                        "CREATE TABLE c_2 PARTITION OF c FOR VALUES FROM (100) TO (10000)",
                        "CREATE TABLE g (id int PRIMARY KEY, c_id int NOT NULL REFERENCES c ON DELETE CASCADE)",
                        "CREATE TABLE h (id int, g_id int REFERENCES g ON DELETE SET NULL, \"P\" int DEFAULT 1"
                                + " REFERENCES p ON DELETE SET DEFAULT)",
                        "CREATE TABLE none (id int REFERENCES p ON DELETE CASCADE)",
                        "CREATE TABLE kept (id int REFERENCES p)",
                        "INSERT INTO p SELECT g, nullif(g - 1, 0) FROM generate_series(1, 50) g",
                        "INSERT INTO c SELECT g, CASE WHEN g <= 150 THEN 1 + g % 50 END FROM generate_series(1, 200) g",
                        "INSERT INTO g SELECT g, g FROM generate_series(1, 200) g",
                        "INSERT INTO h SELECT g, g, 1 + g % 50 FROM generate_series(1, 60) g",
                        "ANALYZE");
        write(place, "sql/ddl/2.sql", """
                CREATE TABLE IF NOT EXISTS p (id int PRIMARY KEY);
                CREATE TABLE IF NOT EXISTS g (id int PRIMARY KEY);""");
        write(place, "sql/data_dml/3_all.sql", "DELETE FROM p;");
        write(place, "sql/data_dml/4_some.sql", "DELETE FROM p WHERE id = 7;");
        write(place, "sql/data_dml/5_leaf.sql", "DELETE FROM g;");
        run(place, "package");
        String json = run(place, "forecast", "latest", "--to", "dev", "-o", "json");
        JsonNode forecast = new ObjectMapper().readTree(json);
        assertThat(losses(forecast, "3_all"))
                .containsExactlyInAnyOrder(
                        "rows of p 50 true",
                        "rows of public.c 150 true",
                        "rows of public.g 200 true",
                        "column public.h.g_id 60 true",
                        "column public.h.\"P\" 60 true");
        assertThat(sentences(forecast, "3_all"))
                .contains(
                        "rows of p go: 50 rows",
                        "rows of public.c go: 150 rows",
                        // perhaps those whose row of c refers to nothing stay
                        "rows of public.g go: up to 200 rows",
                        "what is in column public.h.\"P\" goes: 60 values");
        assertThat(sentences(forecast, "4_some"))
                .contains(
                        "rows of p go: about 1 row (estimated)",
                        "rows of public.p go: up to 49 rows",
                        "rows of public.c go: up to 150 rows",
                        "what is in column public.h.g_id goes: up to 60 values");
        assertThat(losses(forecast, "5_leaf"))
                .containsExactlyInAnyOrder("rows of g 200 true", "column public.h.g_id 60 true");
        assertThat(level(forecast, "3_all")).isEqualTo("high");
    }

    /** A partition's rows are those of its table. */
    @Test
    void whatPartitionsLoseIsCountedOnce() throws Exception {
        StoryPlace place = place();
        write(place, "sql/ddl/2.sql", """
                CREATE TABLE log (id integer, v text) PARTITION BY RANGE (id);
                CREATE TABLE log_1 PARTITION OF log FOR VALUES FROM (0) TO (100);
                CREATE TABLE other (id integer, v text) PARTITION BY RANGE (id);
                CREATE TABLE other_1 PARTITION OF other FOR VALUES FROM (0) TO (100);""");
        run(place, "package");
        run(place, "deploy", "latest", "--to", "dev");
        place.database("dev")
                .run(
                        "CREATE TABLE log_2 PARTITION OF log FOR VALUES FROM (100) TO (900)",
                        "INSERT INTO log SELECT g, 'v' FROM generate_series(1, 350) g",
                        "INSERT INTO other SELECT g, 'v' FROM generate_series(1, 30) g");
        write(place, "sql/ddl/3_column.sql", "ALTER TABLE log DROP COLUMN v; ALTER TABLE seen DROP COLUMN id;");
        write(place, "sql/ddl/4_table.sql", "DROP TABLE other; DROP TABLE old;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(losses(forecast, "3_column"))
                .containsExactlyInAnyOrder("column public.log.v 350 true", "column public.seen.id 0 true");
        assertThat(losses(forecast, "4_table"))
                .containsExactlyInAnyOrder("table public.other 30 true", "table public.old 0 true");
    }

    /** Not only tables are waited for, and an index keeps out whoever reads its table. */
    @Test
    void locksOnViewsSequencesAndIndexesAreTold() throws Exception {
        StoryPlace place = place();
        write(place, "sql/ddl/2.sql", """
                CREATE SEQUENCE seq;
                CREATE VIEW names AS SELECT name FROM customer;
                CREATE VIEW faxes AS SELECT fax FROM customer;
                CREATE MATERIALIZED VIEW kept AS SELECT name FROM customer;
                CREATE INDEX customer_name ON customer (name);""");
        run(place, "package");
        run(place, "deploy", "latest", "--to", "dev");
        write(place, "sql/ddl/3_seq.sql", "ALTER SEQUENCE seq RESTART;");
        write(place, "sql/ddl/4_drop.sql", "DROP VIEW names;");
        write(place, "sql/ddl/5_replace.sql", "CREATE OR REPLACE VIEW faxes AS SELECT fax, id FROM customer;");
        write(place, "sql/ddl/6_refresh.sql", "REFRESH MATERIALIZED VIEW kept;");
        write(place, "sql/ddl/7_reindex.sql", "REINDEX INDEX customer_name;");
        write(place, "sql/ddl/8_type.sql", "ALTER TABLE customer ADD COLUMN more text;");
        run(place, "package");
        String text = run(place, "forecast", "latest", "--to", "dev");
        assertThat(text.lines())
                .anyMatch(line -> line.matches("ddl/3_seq.* ShareRowExclusive on sequence public.seq .*"))
                .anyMatch(line -> line.matches("ddl/4_drop.* AccessExclusive on view public.names.*"))
                .anyMatch(line -> line.matches("ddl/5_replace.* AccessExclusive on view public.faxes.*"))
                .anyMatch(line -> line.matches("ddl/6_refresh.* AccessExclusive on materialized view public.kept.*"))
                .anyMatch(line -> line.matches("ddl/7_reindex.* AccessExclusive on index public.customer_name,.*"))
                .anyMatch(line -> line.matches("ddl/8_type.* AccessExclusive on public.customer  +none"));
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(sentences(forecast, "3_seq"))
                .containsExactly("whoever takes a number waits for sequence public.seq under 0.1 s"
                        + " (ShareRowExclusive): it gets a new file; nobody uses it now");
        assertThat(sentences(forecast, "4_drop"))
                .contains("everybody waits for view public.names under 0.1 s (AccessExclusive); nobody uses it now");
        assertThat(sentences(forecast, "5_replace"))
                .contains("everybody waits for view public.faxes under 0.1 s (AccessExclusive); nobody uses it now");
        assertThat(sentences(forecast, "6_refresh"))
                .anyMatch(each -> each.startsWith("everybody waits for materialized view public.kept "));
        assertThat(sentences(forecast, "7_reindex"))
                .anyMatch(
                        each -> each.startsWith("everybody waits for table public.customer under 0.1 s (AccessExclusive"
                                + " on its index public.customer_name, with which each query of it is planned, "));
        assertThat(change(forecast, "7_reindex").at("/impact/tables/0/waits").asText())
                .isEqualTo("everybody");
    }

    /** A DELETE is one wherever it stands. */
    @Test
    void rowsThatAPartOfAStatementDeletesAreLost() throws Exception {
        StoryPlace place = place();
        place.database("dev")
                .run(
                        "INSERT INTO seen SELECT generate_series(1, 8)",
                        "INSERT INTO stock SELECT g, g FROM generate_series(1, 1000) g",
                        "INSERT INTO stock_log SELECT generate_series(1, 9)",
                        "ANALYZE");
        write(place, "sql/data_dml/20_with.sql", """
                WITH gone AS (DELETE FROM seen RETURNING id), part AS (DELETE FROM stock WHERE id <= 100 RETURNING id)
                INSERT INTO stock_log SELECT id FROM gone;""");
        write(place, "sql/data_dml/21_block.sql", """
                DO $$ BEGIN
                  IF true THEN DELETE FROM stock_log; END IF;
                  EXECUTE 'DELETE FROM stock WHERE id > 900';
                END $$;""");
        // on the reference there are no rows, so that its proof sees no DELETE
        write(place, "sql/data_dml/23_if.sql", """
                DO $$ BEGIN
                  IF (SELECT count(*) FROM stock_log) > 2 THEN DELETE FROM stock WHERE id > 800; END IF;
                END $$;""");
        write(place, "sql/data_dml/22_merge.sql", """
                MERGE INTO stock s USING seen ON seen.id = s.id WHEN MATCHED THEN DELETE;""");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(losses(forecast, "20_with")).hasSize(2).contains("rows of seen 8 true");
        assertThat(about(forecast, "20_with", "stock")).isBetween(80L, 120L);
        assertThat(losses(forecast, "21_block")).hasSize(2).contains("rows of stock_log 9 true");
        assertThat(about(forecast, "21_block", "stock")).isBetween(80L, 120L);
        assertThat(about(forecast, "23_if", "stock")).isBetween(180L, 220L);
        // which of them it deletes is not known before
        assertThat(change(forecast, "22_merge").at("/impact/losses/0/what").asText())
                .isEqualTo("rows of stock");
        assertThat(change(forecast, "22_merge").at("/impact/losses/0").has("rows"))
                .isFalse();
    }

    /** A column that a script adds is not there yet when it is forecast, and its backfill takes the longest. */
    @Test
    void whatCannotBePlannedYetIsInTheTimeOrSaidToBeMissing() throws Exception {
        StoryPlace place = place();
        place.database("dev").run("INSERT INTO stock SELECT g, g FROM generate_series(1, 200000) g", "ANALYZE");
        write(place, "sql/ddl/2_plain.sql", "UPDATE stock SET amount = id;");
        write(
                place,
                "sql/ddl/3_filled.sql",
                "ALTER TABLE stock ADD COLUMN ser integer; UPDATE stock SET ser = id;"
                        + " ALTER TABLE stock ALTER ser SET NOT NULL;");
        write(
                place,
                "sql/ddl/4_some.sql",
                "ALTER TABLE stock ADD COLUMN more integer; UPDATE stock SET more = id WHERE more IS NULL;");
        write(place, "sql/ddl/5_few.sql", "ALTER TABLE seen ADD COLUMN x int; UPDATE seen SET x = 1 WHERE x IS NULL;");
        write(
                place,
                "sql/ddl/6_insert.sql",
                "ALTER TABLE stock_log ADD COLUMN x int; INSERT INTO stock_log (id, x) SELECT id, 1 FROM stock;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(millis(forecast, "3_filled")).isGreaterThan(millis(forecast, "2_plain") * 8 / 10);
        assertThat(millis(forecast, "2_plain")).isGreaterThan(100);
        assertThat(sentences(forecast, "4_some"))
                .contains("how long its UPDATE of stock takes is not known and comes on top:"
                        + " it cannot be planned on the target as it is now");
        assertThat(level(forecast, "4_some")).isEqualTo("medium");
        assertThat(sentences(forecast, "5_few")).noneMatch(each -> each.contains("not known"));
        assertThat(sentences(forecast, "6_insert")).noneMatch(each -> each.contains("not known"));
        assertThat(millis(forecast, "6_insert")).isGreaterThan(50);
    }

    /** Of a table that is made from another one's rows, the time is that of the rows. */
    @Test
    void fillingANewTableTakesTime() throws Exception {
        StoryPlace place = place();
        place.database("dev").run("INSERT INTO stock SELECT g, g FROM generate_series(1, 200000) g", "ANALYZE");
        write(place, "sql/ddl/2_as.sql", "CREATE TABLE copy_1 AS SELECT * FROM stock;");
        write(place, "sql/ddl/3_into.sql", "SELECT * INTO copy_2 FROM stock;");
        write(
                place,
                "sql/ddl/4_insert.sql",
                "CREATE TABLE copy_3 (LIKE stock); INSERT INTO copy_3 (id) (SELECT id FROM stock WHERE id > 0);"
                        + " INSERT INTO copy_3 SELECT * FROM stock;");
        write(place, "sql/ddl/5_view.sql", "CREATE MATERIALIZED VIEW copy_4 AS SELECT * FROM stock WITH DATA;");
        write(place, "sql/ddl/6_empty.sql", "CREATE MATERIALIZED VIEW copy_5 AS SELECT * FROM stock WITH NO DATA;");
        write(
                place,
                "sql/ddl/7_column.sql",
                "ALTER TABLE stock ADD COLUMN more integer; CREATE TABLE copy_6 AS SELECT more FROM stock;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        for (String change : List.of("2_as", "3_into", "4_insert", "5_view")) {
            assertThat(millis(forecast, change)).as(change).isGreaterThan(60);
        }
        assertThat(millis(forecast, "6_empty")).isLessThan(40);
        assertThat(sentences(forecast, "7_column"))
                .anyMatch(each -> each.startsWith("how long its query that fills a new table takes is not known"));
    }

    private static long millis(JsonNode forecast, String name) {
        return change(forecast, name).at("/impact/millis").asLong();
    }

    private static JsonNode risk(JsonNode forecast, String name) {
        for (JsonNode risk : forecast.get("risks")) {
            if (risk.get("path").asText().contains("/" + name)) {
                return risk;
            }
        }
        return new ObjectMapper().createObjectNode();
    }

    private static String level(JsonNode forecast, String name) {
        return risk(forecast, name).path("level").asText();
    }

    private static List<String> sentences(JsonNode forecast, String name) {
        return texts(risk(forecast, name).path("sentences"));
    }

    private static long about(JsonNode forecast, String name, String table) {
        return losses(forecast, name).stream()
                .filter(loss -> loss.startsWith("rows of " + table + " ") && loss.endsWith(" false"))
                .mapToLong(loss -> Long.parseLong(loss.split(" ")[3]))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatFiresForEachRowIsCounted() throws Exception {
        StoryPlace place = place();
        place.database("dev")
                .run(
                        "INSERT INTO stock SELECT g, g FROM generate_series(1, 20000) g",
                        // by hand: they are the target's
                        "ALTER TABLE stock_log ADD FOREIGN KEY (id) REFERENCES stock",
                        "CREATE FUNCTION same() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                        "CREATE TRIGGER same BEFORE INSERT ON stock_log FOR EACH ROW EXECUTE FUNCTION same()",
                        "ANALYZE");
        write(place, "sql/data_dml/20_log.sql", "INSERT INTO stock_log SELECT id FROM stock WHERE id > 0;");
        write(place, "sql/data_dml/21_stock.sql", "INSERT INTO seen SELECT id FROM stock WHERE id > 0;");
        run(place, "package");
        JsonNode forecast = new ObjectMapper().readTree(run(place, "forecast", "latest", "--to", "dev", "-o", "json"));
        assertThat(change(forecast, "20_log").at("/impact/millis").asLong())
                .isGreaterThan(
                        3 * change(forecast, "21_stock").at("/impact/millis").asLong());
    }

    private StoryPlace place() throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "postgresql");
        write(place, "sql/ddl/1.sql", """
                CREATE TABLE customer (id integer PRIMARY KEY, name text, fax text);
                CREATE TABLE old (id integer PRIMARY KEY);
                CREATE TABLE stock (id integer PRIMARY KEY, amount integer);
                CREATE TABLE stock_log (id integer);
                CREATE TABLE seen (id integer);""");
        run(place, "package");
        run(place, "deploy", "latest", "--to", "dev");
        return place;
    }

    private static JsonNode change(JsonNode forecast, String name) {
        for (JsonNode change : forecast.get("pending")) {
            if (change.get("path").asText().contains("/" + name)) {
                return change;
            }
        }
        throw new AssertionError("no " + name + " in " + forecast);
    }

    private static List<String> losses(JsonNode forecast, String name) {
        List<String> losses = new ArrayList<>();
        change(forecast, name)
                .at("/impact/losses")
                .forEach(loss -> losses.add(loss.get("what").asText() + " "
                        + loss.get("rows").asText() + " " + loss.get("exact").asText()));
        return losses;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static void write(StoryPlace place, String path, String sql) throws Exception {
        place.write(path, (sql + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String run(StoryPlace place, String... words) {
        CommandLineRun run = CommandLineRun.of(place.environment(), words);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return run.out();
    }
}
