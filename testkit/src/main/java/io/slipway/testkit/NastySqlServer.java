package io.slipway.testkit;

import io.slipway.testkit.NastyScripts.Role;

/** For sqlcmd; never run. */
final class NastySqlServer extends NastyWriter {
    NastySqlServer(long seed) {
        super(seed);
    }

    @Override
    protected void setUp() {
        end("CREATE TABLE nasty (id int, txt nvarchar(max))");
    }

    @Override
    protected void scene() {
        int id = nextId();
        switch (random.nextInt(4)) {
            case 0, 1 ->
                end("INSERT INTO" + gap() + "nasty VALUES (" + id + "," + gap() + literal() + gap() + ");"
                        + pick("", " SELECT go FROM [x;]]'] -- GO\n", " SELECT 1\nGOTO done"));
            case 2 ->
                end("CREATE PROCEDURE p" + id + " AS" + gap() + "BEGIN SELECT " + literal() + ";" + gap() + "END");
            default -> {
                glue("\n");
                part(Role.DIRECTIVE, pick(":r file.sql", ":setvar a \"it's\"", "!!dir", "GO 5") + "\n");
            }
        }
    }

    private void end(String sql) {
        statement(sql + pick("", comment()) + pick("\n", "\r\n"), pick("GO\n", "go\r\n", " Go \n", "GO -- it's\n"));
        glue(glue());
    }

    private String literal() {
        return switch (random.nextInt(3)) {
            case 0, 1 -> pick("", "N") + "'" + dangerous() + pick("", "''", "\\", ";") + "'";
            default -> pick("[n;]]'\nGO\n]", "\"n;'\"\"\n\"");
        };
    }

    @Override
    protected String comment() {
        return oneIn(2) ? "--" + commentText() + "\n" : "/* " + commentText() + pick("", " /*\nGO\n*/") + "\n*/";
    }

    @Override
    protected String glue() {
        return pick("", "\n", "\n\n", " \n", "GO\n", comment() + "\n");
    }
}
