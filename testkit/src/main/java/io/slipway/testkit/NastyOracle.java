package io.slipway.testkit;

import io.slipway.testkit.NastyScripts.Role;

/** For SQL*Plus; never run. */
final class NastyOracle extends NastyWriter {
    NastyOracle(long seed) {
        super(seed);
    }

    @Override
    protected void setUp() {
        end("CREATE TABLE nasty (id NUMBER, txt VARCHAR2(4000))");
    }

    @Override
    protected void scene() {
        int id = nextId();
        switch (random.nextInt(6)) {
            case 0, 1 -> end("INSERT INTO" + gap() + "nasty VALUES (" + id + "," + gap() + literal() + gap() + ")");
            case 2 -> end("UPDATE nasty SET txt =" + gap() + literal() + " WHERE id = 4 / 2");
            case 3 ->
                block("CREATE" + gap() + pick("", "OR REPLACE ", "OR REPLACE EDITIONABLE ")
                        + pick("PROCEDURE p", "TRIGGER p", "PACKAGE BODY p", "FUNCTION p") + id + gap()
                        + "IS BEGIN INSERT INTO nasty VALUES (" + id + ", " + literal() + ");" + gap() + "END;");
            case 4 ->
                block(pick("DECLARE v NUMBER := 4 / 2; ", "<<outer>> ", "") + "BEGIN NULL;" + gap() + "v := "
                        + literal() + "; END;");
            default -> {
                glue(pick("\n", "\nREM it's ;\n", "\nremark BEGIN /*\n"));
                part(
                        Role.DIRECTIVE,
                        pick(
                                        "PROMPT don't /*",
                                        "SET ECHO OFF",
                                        "set define on",
                                        "SPOOL x;",
                                        "@install.sql",
                                        "COLUMN a FORMAT -\n a10",
                                        "WHENEVER SQLERROR EXIT",
                                        "/",
                                        "CONN a/b@c")
                                + "\n");
            }
        }
    }

    private void block(String sql) {
        statement(sql + pick("\n", " \n", "\n\n"), pick("/\n", " /  \n"));
        glue(glue());
    }

    private void end(String sql) {
        if (oneIn(4)) {
            statement(sql + "\n", "/\n");
        } else {
            statement(sql + pick("", "\n", comment()), ";");
        }
        glue(glue());
    }

    private String literal() {
        return switch (random.nextInt(5)) {
            case 0, 1 -> "'" + dangerous() + pick("", "''", "\\", ";") + "'";
            case 2 -> pick("q'[", "Nq'[", "Q'[") + dangerous().replace("]", "") + "it's;" + "]'";
            case 3 -> "q'!it's ; \n/\n" + "!'";
            default -> pick("\"n;'--\"", "N'é;'");
        };
    }

    @Override
    protected String comment() {
        return oneIn(2) ? "--" + commentText() + "\n" : "/* " + commentText() + "\n*/";
    }

    @Override
    protected String glue() {
        return pick("", "\n", "\n\n", " ", "\r\n", "\n" + comment(), " " + comment());
    }
}
