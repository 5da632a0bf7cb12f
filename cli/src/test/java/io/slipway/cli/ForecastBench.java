package io.slipway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.estimate.Score;
import io.slipway.release.estimate.Told;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How well is the time of changes forecast, on tables from a thousand rows on? Each kind of statement is a deployment to
 * tables of all sizes, one after the other on one database, as a team's would be: what one took, the next one knows.
 */
final class ForecastBench {
    private static final Map<String, String> KINDS = kinds();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PostgresServer server;
    private final StoryPlace place;
    private final List<Long> sizes;
    private final List<Line> lines = new ArrayList<>();

    private ForecastBench(PostgresServer server, StoryPlace place, List<Long> sizes) {
        this.server = server;
        this.place = place;
        this.sizes = sizes;
    }

    private record Line(String kind, long rows, long expected, long took, String basis) {
        double ratio() {
            return Math.max(1, expected) / (double) Math.max(1, took);
        }

        boolean within() {
            return ratio() >= 0.5 && ratio() <= 2;
        }

        /** As the forecast is told, which says no more than that of what takes under 0.1 s. */
        boolean met() {
            return new Score.Line(kind, expected, took).met();
        }
    }

    /** In this order: each finds what those before it left. */
    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("set not null", "ALTER TABLE t ALTER COLUMN n SET NOT NULL;");
        kinds.put("create index", "CREATE INDEX ON t (a);");
        kinds.put("alter type", "ALTER TABLE t ALTER COLUMN b TYPE bigint;");
        kinds.put("add foreign key", "ALTER TABLE f ADD CONSTRAINT f_t FOREIGN KEY (t_id) REFERENCES t;");
        kinds.put("add check", "ALTER TABLE t ADD CHECK (n >= 0);");
        kinds.put("add unique", "ALTER TABLE t ADD UNIQUE (id, a);");
        kinds.put("add column, volatile default", "ALTER TABLE t ADD COLUMN u double precision DEFAULT random();");
        kinds.put("update a tenth", "UPDATE t SET b = b + 1 WHERE n < 100;");
        kinds.put("create index concurrently", "CREATE INDEX CONCURRENTLY ON t (n);");
        kinds.put("reindex table", "REINDEX TABLE t;");
        kinds.put("delete a thousand", "DELETE FROM f WHERE t_id < 1000;");
        kinds.put("alter type again", "ALTER TABLE t ALTER COLUMN a TYPE bigint;");
        kinds.put("add foreign key again", "ALTER TABLE f ADD CONSTRAINT f_t2 FOREIGN KEY (t_id) REFERENCES t (id);");
        kinds.put("update all", "UPDATE f SET t_id = t_id;");
        kinds.put("create index on text", "CREATE INDEX ON t (s);");
        kinds.put("insert from a query", "INSERT INTO f SELECT id, id FROM t WHERE n < 100;");
        kinds.put(
                "foreign key, not valid",
                "ALTER TABLE f ADD CONSTRAINT f_t3 FOREIGN KEY (t_id) REFERENCES t (id) NOT VALID;");
        kinds.put("validate it", "ALTER TABLE f VALIDATE CONSTRAINT f_t3;");
        kinds.put("delete here and there", "DELETE FROM f WHERE id % 10 = 3;");
        kinds.put("update here and there", "UPDATE t SET s = 'q' WHERE id % 20 = 7;");
        kinds.put("insert from an odd query", "INSERT INTO f SELECT id, id FROM t WHERE id % 3 = 0;");
        kinds.put("create partial index", "CREATE INDEX ON t (a) WHERE n < 10;");
        kinds.put("view of groups", "CREATE MATERIALIZED VIEW m AS SELECT id / 1000 AS k, count(*) FROM t GROUP BY 1;");
        // a wider one, with other types
        kinds.put("GIN index", "CREATE INDEX ON w USING gin (tags);");
        kinds.put("partial index of a wide table", "CREATE INDEX ON w (amount) WHERE status = 'new' AND cust < 100;");
        kinds.put("delete by a pattern", "DELETE FROM w WHERE note LIKE '%ab';");
        kinds.put("update by an array", "UPDATE w SET note = 'a' WHERE tags @> ARRAY['x3'];");
        kinds.put("table from groups", "CREATE TABLE g AS SELECT created::date AS day, sum(amount) FROM w GROUP BY 1;");
        kinds.put("another scale", "ALTER TABLE w ALTER amount TYPE numeric(14, 4);");
        kinds.put("index on an expression", "CREATE INDEX ON w (lower(note));");
        kinds.put("check of a wide table", "ALTER TABLE w ADD CHECK (amount >= 0);");
        return kinds;
    }

    /** @param arguments a work folder, and how many rows the tables have */
    public static void main(String[] arguments) throws Exception {
        List<Long> sizes = new ArrayList<>();
        for (int i = 1; i < arguments.length; i++) {
            sizes.add(Long.parseLong(arguments[i]));
        }
        PostgresServer server = PostgresServer.onDisk();
        new ForecastBench(server, new StoryPlace(Path.of(arguments[0]).resolve("shop"), server), sizes).measure();
        System.exit(0);
    }

    private void measure() throws Exception {
        for (long size : sizes) {
            write("ddl/0_" + size + ".sql", """
                    CREATE TABLE t (id bigint PRIMARY KEY, a integer NOT NULL, b integer, n integer, s text);
                    CREATE TABLE f (id bigint, t_id bigint);
                    CREATE TABLE w (id bigint PRIMARY KEY, cust integer, amount numeric(10, 2), status text, note text,
                      created timestamp, tags text[]);""", size);
        }
        deploy();
        Database dev = place.database("dev");
        for (long size : sizes) {
            System.out.println("filling " + size);
            dev.run(
                    of(
                            "INSERT INTO t SELECT g, (random() * 1000000)::int, g % 1000, g % 1000, md5(g::text)"
                                    + " FROM generate_series(1, " + size + ") g",
                            size),
                    of("INSERT INTO f SELECT g, g FROM generate_series(1, " + size + ") g", size),
                    of(
                            "INSERT INTO w SELECT g, g % 1000, g / 7.0, (ARRAY['new', 'open', 'done'])[g % 3 + 1],"
                                    + " repeat(md5(g::text), 2), timestamp '2026-01-01' + g * interval '1 minute',"
                                    + " ARRAY['x' || g % 10, 'y' || g % 77] FROM generate_series(1, " + size + ") g",
                            size),
                    of("VACUUM ANALYZE w", size),
                    of("VACUUM ANALYZE t", size),
                    of("VACUUM ANALYZE f", size));
        }
        server.admin().run("CHECKPOINT");
        int number = 1;
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            boolean rows = !kind.getValue().matches("(?s)(ALTER|CREATE|REINDEX).*");
            for (long size : sizes) {
                write(
                        String.format("%s/%02d_%d.sql", rows ? "data_dml" : "ddl_direct", number, size),
                        kind.getValue(),
                        size);
            }
            number++;
            dev.run("ANALYZE");
            server.admin().run("CHECKPOINT");
            add(kind.getKey());
        }
        tell();
    }

    private void add(String kind) throws Exception {
        run("package");
        Map<String, String> basis = new HashMap<>();
        JSON.readTree(run("forecast", "latest", "--to", "dev", "--output", "json"))
                .get("pending")
                .forEach(change -> basis.put(
                        change.get("path").asText(), change.at("/impact/basis").asText()));
        JsonNode changes = JSON.readTree(run("deploy", "latest", "--to", "dev", "--output", "json"))
                .at("/forecast/changes");
        for (JsonNode change : changes) {
            String path = change.get("path").asText();
            Line line = new Line(
                    kind,
                    Long.parseLong(path.replaceFirst(".*_(\\d+)\\.sql", "$1")),
                    change.get("expected").asLong(),
                    change.get("took").asLong(),
                    basis.getOrDefault(path, ""));
            lines.add(line);
            System.out.println(line);
        }
    }

    private void tell() {
        StringBuilder table = new StringBuilder(
                        "\n| statement | rows | forecast | took | forecast : took | told from |\n")
                .append("|---|---:|---:|---:|---:|---|\n");
        for (Line line : lines) {
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %,d | %s | %s | %.2f%s | %s |%n",
                    line.kind(),
                    line.rows(),
                    Told.taken(line.expected()),
                    Told.taken(line.took()),
                    line.ratio(),
                    line.within() ? "" : line.met() ? " (under 0.1 s)" : " (!)",
                    line.basis()));
        }
        System.out.println(table);
        System.out.println(
                "As told (within a factor of two, or under 0.1 s when that was told): " + share(lines, Line::met));
        System.out.println("Within a factor of two by the millisecond: " + share(lines));
        System.out.println("Of those that took or were to take 100 ms and more: "
                + share(lines.stream()
                        .filter(line -> Math.max(line.took(), line.expected()) >= Told.NOTICED_MILLIS)
                        .toList()));
        for (String basis : List.of("history", "sample", "standard")) {
            System.out.println("Told from " + basis + ": "
                    + share(lines.stream()
                            .filter(line -> line.basis().equals(basis))
                            .toList()));
        }
    }

    private static String share(List<Line> lines) {
        return share(lines, Line::within);
    }

    private static String share(List<Line> lines, Predicate<Line> good) {
        long within = lines.stream().filter(good).count();
        return within + " of " + lines.size() + (lines.isEmpty() ? "" : ", " + 100 * within / lines.size() + " %");
    }

    private void deploy() {
        run("package");
        run("deploy", "latest", "--to", "dev");
    }

    private void write(String path, String sql, long size) throws Exception {
        Path file = place.root().resolve("sql").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, of(sql, size) + "\n", StandardCharsets.UTF_8);
    }

    /** With the names of the tables of that size. */
    private static String of(String sql, long size) {
        return sql.replaceAll("\\b(TABLE|INTO|ANALYZE|ON|REFERENCES|UPDATE|FROM|VIEW) (t|f|m|w|g)\\b", "$1 $2_" + size)
                .replaceAll("\\b(f_t[23]?)\\b", "$1_" + size);
    }

    private String run(String... words) {
        CommandLineRun run = CommandLineRun.of(place.environment(), Clock.systemUTC(), words);
        if (run.exitCode() != 0) {
            throw new IllegalStateException(run.toString());
        }
        return run.out();
    }
}
