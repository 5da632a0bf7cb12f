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
