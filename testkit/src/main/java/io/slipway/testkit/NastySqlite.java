package io.slipway.testkit;

import io.slipway.testkit.NastyScripts.Role;

/** For the sqlite3 shell. */
final class NastySqlite extends NastyWriter {
    NastySqlite(long seed) {
        super(seed);
    }

    @Override
    protected void setUp() {
        end("CREATE TABLE nasty (id integer PRIMARY KEY, txt text)");
        end("CREATE TABLE fired (id integer)");
    }

    @Override
    protected void scene() {
        int id = nextId();
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> end("INSERT INTO" + gap() + "nasty VALUES (" + id + "," + gap() + literal() + gap() + ")");
            case 3 -> {
                String name = name();
                end("insert into nasty select " + id + "," + gap() + name + " FROM (SELECT " + literal() + " AS " + name
                        + ")" + gap() + "x");
            }
            case 4 -> {
                statement("INSERT INTO nasty VALUES (" + id + ", " + literal() + ")\n", pick("/\n", "go\n", " GO \n"));
            }
            case 5 -> trigger(id);
            case 6 -> {
                end("EXPLAIN QUERY PLAN SELECT " + literal());
                glue("\n");
            }
            case 7 -> {
                statement("INSERT INTO nasty VALUES (" + id + ", " + literal() + ")", ";");
                glue("\n");
                part(Role.DIRECTIVE, pick(".timeout 100\n", ".print it's ; \"\n"));
                glue(pick("", "# it's ;\n"));
            }
            default ->
                end("UPDATE nasty SET txt = txt ||" + gap() + literal() + " WHERE id =" + gap() + (id - 1)
                        + " - -1 - 1");
        }
    }

    private void trigger(int id) {
        end("CREATE" + gap() + pick("", "TEMP ", "temporary ") + "TRIGGER t" + id
                + " AFTER INSERT ON fired BEGIN INSERT INTO nasty VALUES (" + id + ", " + literal() + ");" + gap()
                + "SELECT CASE WHEN 1 THEN 2 END;" + gap() + "END");
        end("INSERT INTO fired VALUES (1)");
        end("DROP TRIGGER t" + id);
    }

    private void end(String sql) {
        statement(sql + pick("", "", " ", "\n", comment()), ";");
        glue(glue());
    }

    private String literal() {
        return switch (random.nextInt(4)) {
            case 0, 1, 2 -> "'" + dangerous() + pick("", "''", "\\", ";") + "'";
            default -> pick("x'3B27'", "X'4142'", "5", "'a'||'b;'");
        };
    }

    private String name() {
        return pick("\"n;'\"\"--\"", "`n;``'/*`", "[n;'--\"`/*]", "\"n\n;\"");
    }

    @Override
    protected String comment() {
        return oneIn(2) ? "--" + commentText() + "\n" : "/* " + commentText() + pick("", "\n") + " */";
    }

    @Override
    protected String glue() {
        return pick("", "", "\n", "\n\n", " ", "\r\n", ";", "\n" + comment(), " " + comment());
    }
}
