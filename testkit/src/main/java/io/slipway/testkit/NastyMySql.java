package io.slipway.testkit;

import io.slipway.testkit.NastyScripts.Role;

/** For the mariadb and mysql clients. */
final class NastyMySql extends NastyWriter {
    private String delimiter = ";";

    NastyMySql(long seed) {
        super(seed);
    }

    @Override
    protected void setUp() {
        end("CREATE TABLE nasty (id int PRIMARY KEY, txt text) DEFAULT CHARSET utf8mb4");
        end("CREATE TABLE fired (id int)");
    }

    @Override
    protected void scene() {
        int id = nextId();
        switch (random.nextInt(11)) {
            case 0, 1, 2 -> end("INSERT INTO" + gap() + "nasty VALUES (" + id + "," + gap() + literal() + gap() + ")");
            case 3 -> {
                String name = name();
                end("insert into nasty select " + id + "," + gap() + name + " FROM (SELECT " + literal() + " AS " + name
                        + ")" + gap() + "x");
            }
            case 4 ->
                end("INSERT INTO nasty VALUES (" + id + ", 5--1), (" + nextId() + ", /*!50000 " + plain() + " */), ("
                        + nextId() + ", concat(" + literal() + "," + gap() + "/*M! 'it;s' */))");
            case 5 -> end("/*!40101 INSERT INTO nasty SELECT " + id + ", " + plain() + " */");
            case 6 -> routine(id);
            case 7 -> trigger(id);
            case 8 -> {
                statement("INSERT INTO nasty VALUES (" + id + ", " + literal() + ")", pick("\\g", "\\G"));
                glue("\n");
            }
            case 9 -> end("INSERT INTO nasty SELECT /*+ it's ; */ " + id + ", " + literal());
            default ->
                end("UPDATE nasty SET txt = concat(txt," + gap() + literal() + ") WHERE id =" + gap() + (id - 1)
                        + " - -1 - 1");
        }
    }

    private void routine(int id) {
        delimiter(pick("//", "$$", "|", ";;", "~~", "END_OF", "\\d //"));
        end("CREATE PROCEDURE p" + id + "()" + gap() + "BEGIN DECLARE v text;" + gap() + "SET v = " + literal() + ";"
                + gap() + "IF 1 = 1 THEN INSERT INTO nasty VALUES (" + id + ", v); END IF; END");
        if (oneIn(2)) {
            delimiter(";");
        }
        end("CALL p" + id + "()");
        end("DROP PROCEDURE p" + id);
        delimiter(";");
    }

    private void trigger(int id) {
        delimiter(pick("//", "$$", "|"));
        end("CREATE TRIGGER t" + id + " AFTER INSERT ON fired FOR EACH ROW BEGIN INSERT INTO nasty VALUES (" + id + ", "
                + literal() + ");" + gap() + "END");
        delimiter(";");
        end("INSERT INTO fired VALUES (1)");
        end("DROP TRIGGER t" + id);
    }

    private void delimiter(String text) {
        glue("\n");
        if (text.startsWith("\\d")) {
            part(Role.DIRECTIVE, text + "\n");
            delimiter = text.substring(3);
        } else {
            part(
                    Role.DIRECTIVE,
                    pick("DELIMITER ", "delimiter  ", "Delimiter ") + text + pick("", " ") + pick("\n", "\r\n"));
            delimiter = text;
        }
    }

    private void end(String sql) {
        statement(sql + pick("", "", " ", "\n", comment()), delimiter);
        glue(glue());
    }

    private String literal() {
        return switch (random.nextInt(6)) {
            case 0, 1 -> oneIn(4) ? "N'n;\\''" : pick("", "_utf8mb4 ") + plain();
            case 2, 3 -> "\"" + escaped().replace("\"", "\\\"") + pick("", "\"\"", "\\\"", "'") + "\"";
            case 4 -> pick("x'3B27'", "X'4142'", "b'01000001'");
            default -> "'a;' 'b'" + gap() + "\"c;\"";
        };
    }

    private String plain() {
        return "'" + escaped() + pick("", "''", "\\'", "\\\\", ";\\\n") + "'";
    }

    private String escaped() {
        return dangerous().replace("\\", "\\\\");
    }

    private String name() {
        return "`n;" + pick("``", "'", "\"", "--", "#", "/*", "$$", "//", "\\\\") + "'x`";
    }

    @Override
    protected String comment() {
        return switch (random.nextInt(3)) {
            case 0 -> "-- " + commentText() + "\n";
            case 1 -> "#" + commentText() + "\n";
            default -> "/* " + commentText() + pick("", "\n") + " */";
        };
    }

    @Override
    protected String glue() {
        return pick("", "", "\n", "\n\n", " ", "\r\n", delimiter, "\n" + comment(), " " + comment());
    }
}
