package io.slipway.testkit;

import io.slipway.testkit.NastyScripts.Role;

/** For the Db2 command line; never run. */
final class NastyDb2 extends NastyWriter {
    private String terminator = ";";

    NastyDb2(long seed) {
        super(seed);
    }

    @Override
    protected void setUp() {
        end("CREATE TABLE nasty (id int, txt varchar(4000))");
    }

    @Override
    protected void scene() {
        int id = nextId();
        switch (random.nextInt(4)) {
            case 0, 1 -> end("INSERT INTO" + gap() + "nasty VALUES (" + id + "," + gap() + literal() + gap() + ")");
            case 2 -> {
                terminator("@");
                end("CREATE TRIGGER t" + id + " AFTER INSERT ON nasty BEGIN ATOMIC SET x = " + literal() + ";" + gap()
                        + "END");
                terminator(";");
            }
            default -> {
                part(Role.DIRECTIVE, pick("CONNECT TO x", "CONNECT RESET", "TERMINATE", "ECHO x") + terminator);
                glue("\n");
            }
        }
    }

    private void terminator(String text) {
        glue("\n");
        part(Role.DIRECTIVE, "--#SET TERMINATOR " + text + "\n");
        terminator = text;
    }

    private void end(String sql) {
        statement(sql + pick("", " ", "\n", comment()), terminator);
        glue(glue());
    }

    private String literal() {
        return pick(
                "'" + dangerous() + pick("", "''", "\\", ";") + "'",
                "X'3B27'",
                "\"n;'\"\"@\"",
                "G'é;@'",
                "'a' || 'b;'");
    }

    @Override
    protected String comment() {
        return oneIn(2) ? "-- " + commentText() + "\n" : "/* " + commentText() + pick("", " /*\n;*/") + " */";
    }

    @Override
    protected String glue() {
        return pick("", "\n", "\n\n", " ", terminator, "\n" + comment(), " " + comment());
    }
}
