package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.testkit.Database;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the forecast says of locks and rewrites, kind of statement by kind of statement, against what a second session
 * sees in {@code pg_locks} while that statement runs on another database, and what became of the files.
 */
class ForecastLocksTest {
    private static final List<String> MODES = List.of(
            "AccessShareLock",
            "RowShareLock",
            "RowExclusiveLock",
            "ShareUpdateExclusiveLock",
            "ShareLock",
            "ShareRowExclusiveLock",
            "ExclusiveLock",
            "AccessExclusiveLock");

    private static final String NAMED = """
            CASE c.relkind WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'v' THEN 'view' WHEN 'm' THEN
            'materialized view' WHEN 'S' THEN 'sequence' ELSE 'table' END || ' ' || n.nspname || '.' || c.relname
            """;

    private static final Map<String, String> WORK = Map.ofEntries(
            Map.entry("add column, constant default", ""),
            Map.entry("add column, volatile default", "rewritten index t_a, rewritten index t_pkey, rewritten table t"),
            Map.entry("alter type, not rewriting", ""),
            Map.entry("set not null", "scanned table t"),
            Map.entry("add check", "scanned table t"),
            Map.entry("add check not valid", ""),
            Map.entry("validate check", "scanned table t"),
            Map.entry("add foreign key", "compared table r"),
            Map.entry("add foreign key not valid", ""),
            Map.entry("validate foreign key", "compared table r"),
            Map.entry("add unique", "indexed table t"),
            Map.entry("add unique using index", ""),
            Map.entry("add primary key", "scanned table p, indexed table p"),
            Map.entry("create index", "indexed table t"),
            Map.entry("create index concurrently", "scanned table t, indexed table t"),
            Map.entry("attach partition", "scanned table m1"),
            Map.entry("reindex table", "rewritten index t_a, rewritten index t_pkey"),
            Map.entry("refresh materialized view", "rewritten materialized view w"),
            Map.entry("domain check", "scanned table t"),
            Map.entry("drop column", "dropped column t.n"),
            Map.entry("drop table", "dropped table t"),
            Map.entry("rename table", ""),
            Map.entry("rename column", ""),
            Map.entry("delete", ""));

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    private record Kind(String schema, String name, String before, String statement, List<String> holds) {}

    /** @param rewritten names, as they were before, of what has another file afterwards */
    private record Seen(Map<String, String> locks, Set<String> rewritten) {}

    @Test
    void whatIsForecastIsWhatASecondSessionSees() throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "postgresql");
        List<Kind> kinds = kinds();
        assertThat(kinds).hasSizeGreaterThanOrEqualTo(40);
        for (Kind kind : kinds) {
            write(place, "sql/ddl/1_" + kind.schema() + ".sql", kind.before());
        }
        run(place, "package");
        run(place, "deploy", "latest", "--to", "dev");
        for (Kind kind : kinds) {
            write(place, "sql/ddl/2_" + kind.schema() + ".sql", kind.statement());
        }
        run(place, "package");
        String forecasts = run(place, "forecast", "latest", "--to", "dev", "--output", "json");
        assertThat(work(forecasts, kinds)).containsAllEntriesOf(WORK);
        Map<String, Seen> told = told(forecasts);

        Database dev = place.database("dev");
        Map<String, Object> differences = new LinkedHashMap<>();
        for (Kind kind : kinds) {
            Seen seen = kind.holds().isEmpty() ? inTransaction(dev, kind) : heldUp(dev, kind);
            Seen forecast = Objects.requireNonNull(told.get(kind.schema()), kind.name());
            boolean same = kind.holds().isEmpty()
                    ? seen.equals(forecast)
                    : tables(seen).equals(tables(forecast))
                            && covers(forecast, seen)
                            && seen.rewritten().equals(forecast.rewritten());
            if (!same) {
                differences.put(kind.name(), "seen " + seen + "\n    told " + forecast);
            }
        }
        assertThat(differences).isEmpty();
    }

    /** An index is locked for moments only by what works in several transactions. */
    private static Map<String, String> tables(Seen seen) {
        return seen.locks().entrySet().stream()
                .filter(e -> !e.getKey().startsWith("index "))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean covers(Seen forecast, Seen seen) {
        return seen.locks().entrySet().stream()
                .allMatch(e ->
                        MODES.indexOf(forecast.locks().getOrDefault(e.getKey(), "")) >= MODES.indexOf(e.getValue()));
    }

    private static Map<String, Seen> told(String json) throws IOException {
        Map<String, Seen> told = new HashMap<>();
        for (JsonNode change : new ObjectMapper().readTree(json).get("pending")) {
            Map<String, String> locks = new TreeMap<>();
            change.get("locks")
                    .forEach(lock -> locks.put(
                            lock.get("object").asText(), lock.get("mode").asText()));
            Set<String> rewritten = new TreeSet<>();
            change.get("work").forEach(work -> {
                if (work.get("work").asText().equals("rewritten")) {
                    rewritten.add(work.get("object").asText());
                }
            });
            told.put(change.get("path").asText().replaceFirst(".*2_(k\\d+)\\.sql$", "$1"), new Seen(locks, rewritten));
        }
        return told;
    }

    /** By kind, what of the table's rows the database had to go over, rewriting apart. */
    private static Map<String, String> work(String json, List<Kind> kinds) throws IOException {
        Map<String, String> work = new TreeMap<>();
        for (JsonNode change : new ObjectMapper().readTree(json).get("pending")) {
            List<String> seen = new ArrayList<>();
            change.get("work")
                    .forEach(each -> seen.add(each.get("work").asText() + " "
                            + each.get("object").asText().replaceFirst("k\\d+\\.", "")));
            String path = change.get("path").asText();
            kinds.stream()
                    .filter(kind -> path.endsWith("2_" + kind.schema() + ".sql"))
                    .forEach(kind -> work.put(kind.name(), String.join(", ", seen)));
        }
        return work;
    }

    private Seen inTransaction(Database database, Kind kind) throws SQLException {
        Map<Long, Relation> before = relations(database, kind);
        try (Connection runner = database.connect();
                Statement statement = runner.createStatement();
                Connection watcher = database.connect()) {
            runner.setAutoCommit(false);
            long process = process(statement);
            statement.execute(kind.statement());
            Map<String, String> locks = locks(watcher, process, before);
            runner.commit();
            return new Seen(locks, rewritten(before, relations(database, kind)));
        }
    }

    private Seen heldUp(Database database, Kind kind) throws Exception {
        Map<Long, Relation> before = relations(database, kind);
        Map<String, String> locks = new TreeMap<>();
        List<Connection> holders = new ArrayList<>();
        try (Connection runner = database.connect();
                Statement statement = runner.createStatement();
                Connection watcher = database.connect()) {
            long process = process(statement);
            for (String hold : kind.holds()) {
                Connection holder = database.connect();
                holders.add(holder);
                holder.setAutoCommit(false);
                try (Statement held = holder.createStatement()) {
                    held.execute(hold);
                }
            }
            Future<Boolean> running = threads.submit(() -> statement.execute(kind.statement()));
            for (Connection holder : holders) {
                while (!waits(watcher, process)) {
                    assertThat(running.isDone()).as(kind.name() + " is held up").isFalse();
                    Thread.sleep(5);
                }
                merge(locks, locks(watcher, process, before));
                holder.rollback();
                Thread.sleep(20);
            }
            running.get();
        } finally {
            for (Connection holder : holders) {
                holder.close();
            }
        }
        return new Seen(locks, rewritten(before, relations(database, kind)));
    }

    private static long process(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static boolean waits(Connection watcher, long process) throws SQLException {
        try (Statement statement = watcher.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT FROM pg_locks WHERE NOT granted AND pid = " + process)) {
            return rows.next();
        }
    }

    /** Those that it has and the one that it waits for. */
    private static Map<String, String> locks(Connection watcher, long process, Map<Long, Relation> before)
            throws SQLException {
        Map<String, String> locks = new TreeMap<>();
        try (Statement statement = watcher.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT relation::bigint, mode FROM pg_locks WHERE locktype = 'relation' AND pid = "
                                + process)) {
            while (rows.next()) {
                Relation relation = before.get(rows.getLong(1));
                if (relation != null) {
                    merge(locks, Map.of(relation.name(), rows.getString(2)));
                }
            }
        }
        return locks;
    }

    private static void merge(Map<String, String> locks, Map<String, String> more) {
        more.forEach((name, mode) -> locks.merge(name, mode, (a, b) -> MODES.indexOf(a) >= MODES.indexOf(b) ? a : b));
    }

    private record Relation(String name, long file) {}

    private static Map<Long, Relation> relations(Database database, Kind kind) throws SQLException {
        Map<Long, Relation> relations = new HashMap<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT c.oid::bigint, " + NAMED
                        + ", coalesce(pg_relation_filenode(c.oid), 0)::bigint"
                        + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = '"
                        + kind.schema() + "'")) {
            while (rows.next()) {
                relations.put(rows.getLong(1), new Relation(rows.getString(2), rows.getLong(3)));
            }
        }
        return relations;
    }

    /** Known by number, or else by name: an index may come back as another. */
    private static Set<String> rewritten(Map<Long, Relation> before, Map<Long, Relation> after) {
        Set<String> rewritten = new TreeSet<>();
        before.forEach((number, was) -> {
            Relation is = after.containsKey(number)
                    ? after.get(number)
                    : after.values().stream()
                            .filter(each -> each.name().equals(was.name()))
                            .findFirst()
                            .orElse(was);
            if (is.file() != was.file()) {
                rewritten.add(was.name());
            }
        });
        return rewritten;
    }

    private static List<Kind> kinds() throws IOException {
        List<Kind> kinds = new ArrayList<>();
        try (InputStream file =
                Objects.requireNonNull(ForecastLocksTest.class.getResourceAsStream("/forecast/ddl-kinds.txt"))) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (line.isBlank() || line.startsWith("#")) {
                    continue;
                }
                String schema = String.format("k%02d", kinds.size() + 1);
                String[] parts = (line + "| ").replace("$", schema).split("\\|");
                String holds = parts.length > 3 ? parts[3].trim() : "";
                kinds.add(new Kind(
                        schema,
                        parts[0].trim(),
                        made(schema) + parts[1].trim() + ";",
                        parts[2].trim(),
                        holds.isEmpty()
                                ? List.of()
                                : Arrays.stream(holds.split(";"))
                                        .map(String::trim)
                                        .toList()));
            }
        }
        return kinds;
    }

    private static String made(String schema) {
        return """
                CREATE SCHEMA $;
                CREATE TABLE $.t (id int PRIMARY KEY, a int NOT NULL, b text, n int);
                CREATE TABLE $.r (id int PRIMARY KEY, t_id int);
                INSERT INTO $.t SELECT g, g, 'x', g FROM generate_series(1, 100) g;
                INSERT INTO $.r SELECT g, g FROM generate_series(1, 100) g;
                CREATE INDEX t_a ON $.t (a);
                """.replace("$", schema);
    }

    private static void write(StoryPlace place, String path, String sql) throws Exception {
        place.write(path, (sql + ";\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String run(StoryPlace place, String... words) {
        CommandLineRun run = CommandLineRun.of(place.environment(), words);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return run.out();
    }
}
