package io.slipway.testkit;

import io.slipway.testkit.NastyScripts.Role;

/** For psql. */
final class NastyPostgres extends NastyWriter {
    NastyPostgres(long seed) {
        super(seed);
    }

    @Override
    protected void setUp() {
        end("CREATE TABLE nasty (id int PRIMARY KEY, txt text)");
        end("CREATE TABLE ruled (id int)");
    }

    @Override
    protected void scene() {
        int id = nextId();
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> end("INSERT INTO" + gap() + "nasty VALUES (" + id + "," + gap() + literal() + gap() + ")");
            case 3 -> {
                String name = name();
                end("insert into nasty select " + id + "," + gap() + name + " FROM (SELECT " + literal() + "::text AS "
                        + name + ")" + gap() + "x");
            }
            case 4 ->
                end("INSERT INTO nasty VALUES (" + id + ", " + literal() + "), (" + nextId() + "," + gap()
                        + "E'\\'' || " + literal() + gap() + ")" + gap());
            case 5 -> routine(id);
            case 6 -> {
                end("CREATE" + gap() + pick("", "OR REPLACE ") + "FUNCTION f" + id + "() RETURNS int" + gap()
                        + "LANGUAGE sql BEGIN ATOMIC SELECT 1;" + gap() + "SELECT CASE WHEN true THEN " + id
                        + " ELSE 0 END; SELECT (CASE 1 WHEN 2 THEN 3 END); SELECT " + id + ";" + gap() + "END");
                end("INSERT INTO nasty VALUES (" + id + ", f" + id + "())");
                end("DROP FUNCTION f" + id);
            }
            case 7 -> end("DO " + dollar("BEGIN INSERT INTO nasty VALUES (" + id + ", " + plain() + "); END;"));
            case 8 -> {
                end("CREATE RULE r" + id + " AS ON INSERT TO ruled DO ALSO (INSERT INTO nasty VALUES (" + id + ", "
                        + literal() + ");" + gap() + "INSERT INTO nasty VALUES (" + nextId() + ", '(');)");
                end("INSERT INTO ruled VALUES (1)");
                end("DROP RULE r" + id + " ON ruled");
            }
            case 9 -> copy(id);
            case 10 ->
                end("INSERT INTO nasty SELECT " + id + ", a$b$ FROM (SELECT " + literal() + "::text AS a$b$) x$$");
            default ->
                end("UPDATE nasty SET txt = txt ||" + gap() + literal() + " WHERE id =" + gap() + (id - 1)
                        + " - -1 - 1");
        }
    }

    private void routine(int id) {
        String body =
                "DECLARE v text := " + plain() + ";" + gap() + "BEGIN RETURN v || " + plain() + "; END" + pick("", ";");
        end("CREATE OR REPLACE FUNCTION f" + id + "() RETURNS text AS" + gap() + dollar(body) + " LANGUAGE plpgsql");
        end("INSERT INTO nasty VALUES (" + id + ", f" + id + "())");
        end("DROP FUNCTION f" + id + "()");
    }

    private void copy(int id) {
        statement("COPY nasty (id, txt) FROM" + gap() + pick("stdin", "STDIN") + pick("", " WITH (FORMAT text)"), ";");
        glue(pick("", " ", " -- it's ; here") + "\n");
        StringBuilder rows = new StringBuilder();
        for (int i = random.nextInt(3), row = id; i >= 0; i--, row = nextId()) {
            String value = dangerous()
                    .replace("\\", "\\\\")
                    .replace("\r", "\\r")
                    .replace("\n", "\\n")
                    .replace("\t", "\\t");
            rows.append(row).append('\t').append(value).append("';\n");
        }
        part(Role.ROWS, rows.toString());
        part(Role.ROWS_END, "\\.\n");
    }

    private void end(String sql) {
        statement(sql + pick("", "", " ", "\n", comment()), ";");
        glue(glue());
    }

    private String literal() {
        return switch (random.nextInt(7)) {
            case 0, 1 -> plain();
            case 2 -> pick("E'", "e'") + dangerous().replace("\\", "\\\\") + pick("\\'", "''", "\\\\", "\\n") + ";'";
            case 3 -> "E'a\\'" + "'" + pick("\n", " \n ", " -- c'\n") + "'b;'";
            case 4 -> "U&'" + dangerous().replace("\\", "\\\\") + "\\0041;'";
            case 5 -> pick("B'01'", "X'1F'") + "::text";
            default -> dollar(dangerous());
        };
    }

    private String plain() {
        return "'" + dangerous() + pick("", "''", "\\", ";") + "'";
    }

    private String name() {
        return "\"n;" + dangerousName() + "\"\"'\"";
    }

    private String dangerousName() {
        String text = dangerous().replace("\"", "\"\"");
        return text.length() > 12 ? "$$" : text;
    }

    /** Quoted by dollars with a tag that the text does not hold. */
    private String dollar(String text) {
        String tag = pick("$$", "$t$", "$_x1$", "$é$", "$END$");
        return text.contains(tag) || (text + "$").contains(tag)
                ? "$never_seen$" + text + "$never_seen$"
                : tag + text + tag;
    }

    @Override
    protected String comment() {
        return oneIn(2)
                ? "--" + commentText() + "\n"
                : "/* " + commentText() + pick("", " /* ; */", " /*/* ' */\n*/") + " */";
    }

    @Override
    protected String glue() {
        return pick("", "", "\n", "\n\n", " ", "\r\n", ";", "\n" + comment(), " " + comment());
    }
}
