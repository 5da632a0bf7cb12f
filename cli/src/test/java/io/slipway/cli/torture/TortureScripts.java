package io.slipway.cli.torture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The scripts that are deployed and broken: every way in which a script can meet transactions. Each statement leaves a
 * trace of its own, so that a query finds how often it ran.
 */
final class TortureScripts {
    private static final int ROUNDS = 4;
    /** One behind the other, so that they go in one message where the database takes that. */
    private static final int SMALL = 4;

    private final boolean mariadb;
    private final Map<String, List<Step>> files = new LinkedHashMap<>();
    private int next = 1;

    /**
     * A statement.
     *
     * @param trace gives how often it ran
     */
    record Step(String sql, String trace) {}

    private TortureScripts(boolean mariadb) {
        this.mariadb = mariadb;
    }

    /** Path → its statements; empty ones only set the session or bound a transaction. */
    static Map<String, List<Step>> of(String product) {
        TortureScripts scripts = new TortureScripts(product.equals("mariadb"));
        scripts.write();
        return scripts.files;
    }

    private void write() {
        file("ddl/000_effect.sql", table("effect", "n integer NOT NULL"));
        for (int i = 1; i <= ROUNDS; i++) {
            String t = "t" + i;
            file(
                    "ddl/" + i + "10_table.sql",
                    table(t, "id integer NOT NULL PRIMARY KEY, a integer"),
                    effect(),
                    pause(),
                    column(t, "b"),
                    effect());
            for (int small = 1; small <= SMALL; small++) {
                String name = "s" + i + small;
                file("ddl/" + i + "1" + small + "_small.sql", table(name, "id integer NOT NULL"), column(name, "b"));
            }
            file("data_dml/" + i + "20_rows.sql", rows(t, i), effect(), pause(), effect());
            Step last = effect();
            file(
                    "sql_direct/" + i + "30_own_transaction.sql",
                    control(mariadb ? "START TRANSACTION" : "BEGIN"),
                    effect(),
                    last,
                    new Step("COMMIT", last.trace()),
                    effect());
            file("ddl_direct/" + i + "40_index.sql", effect(), index(t), effect());
            file("view/" + i + "50_v.sql", view(t));
        }
    }

    private void file(String path, Step... steps) {
        files.put(path, List.of(steps));
    }

    private Step effect() {
        int n = next++;
        return new Step("INSERT INTO effect (n) VALUES (" + n + ")", "SELECT count(*) FROM effect WHERE n = " + n);
    }

    private Step table(String name, String columns) {
        return new Step("CREATE TABLE " + name + " (" + columns + ")", exists("tables", "table_name = '" + name + "'"));
    }

    private Step column(String table, String name) {
        return new Step(
                "ALTER TABLE " + table + " ADD COLUMN " + name + " integer",
                exists("columns", "table_name = '" + table + "' AND column_name = '" + name + "'"));
    }

    private Step rows(String table, int i) {
        int first = 1000 * i;
        StringBuilder sql = new StringBuilder("INSERT INTO " + table + " (id, a) VALUES ");
        for (int id = first; id < first + 200; id++) {
            sql.append(id > first ? ", (" : "(").append(id).append(", 1)");
        }
        return new Step(sql.toString(), "SELECT count(*) / 200 FROM " + table + " WHERE id >= " + first);
    }

    private Step index(String table) {
        String name = table + "_a";
        return mariadb
                ? new Step(
                        "CREATE INDEX " + name + " ON " + table + " (a)",
                        exists("statistics", "index_name = '" + name + "'"))
                : new Step(
                        "CREATE INDEX CONCURRENTLY " + name + " ON " + table + " (a)",
                        "SELECT count(*) FROM pg_index WHERE indexrelid = to_regclass('" + name + "') AND indisvalid");
    }

    private Step view(String table) {
        return new Step(
                "CREATE OR REPLACE VIEW v_" + table + " AS SELECT id, a FROM " + table,
                exists("views", "table_name = 'v_" + table + "'"));
    }

    private Step pause() {
        return control(mariadb ? "DO SLEEP(0.03)" : "SELECT pg_sleep(0.03)");
    }

    private static Step control(String sql) {
        return new Step(sql, "");
    }

    private String exists(String what, String condition) {
        return "SELECT count(*) FROM information_schema." + what + " WHERE table_schema = "
                + (mariadb ? "database()" : "current_schema()") + " AND " + condition;
    }

    /** The text of a file. */
    static String text(List<Step> steps) {
        List<String> lines = new ArrayList<>();
        steps.forEach(step -> lines.add(step.sql() + ";\n"));
        return String.join("", lines);
    }
}
