package io.slipway.cli.peers;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is measured.
 *
 * @param product {@code postgresql} or {@code mariadb}
 * @param applied scripts that the database has before
 * @param pending scripts that are deployed
 * @param statements of each script
 * @param databases that all of it is deployed to
 */
record Workload(
        String name,
        String title,
        String product,
        int applied,
        int pending,
        int statements,
        int databases,
        Duration roundTrip) {
    /** Scripts for each of many databases. */
    private static final int EACH = 20;

    private static final Duration NEAR = Duration.ZERO;
    private static final Duration FAR = Duration.ofMillis(5);

    /**
     * @param scripts of a usual deployment; ten times as many are a long history
     * @param rows of the large script
     * @param databases where they are many
     */
    static List<Workload> all(int scripts, int rows, int databases) {
        String long_ = count(scripts * 10);
        return List.of(
                new Workload("scripts", count(scripts) + " small scripts", "postgresql", 0, scripts, 1, 1, NEAR),
                new Workload("far", count(scripts) + " small scripts, 5 ms away", "postgresql", 0, scripts, 1, 1, FAR),
                new Workload("nothing", long_ + " applied, nothing to do", "postgresql", scripts * 10, 0, 1, 1, NEAR),
                new Workload("ten", long_ + " applied, 10 to do", "postgresql", scripts * 10, 10, 1, 1, NEAR),
                new Workload("huge", "one script of " + count(rows) + " INSERTs", "postgresql", 0, 1, rows, 1, NEAR),
                new Workload(
                        "mariadb", count(scripts) + " small scripts on MariaDB", "mariadb", 0, scripts, 1, 1, NEAR),
                new Workload(
                        "databases",
                        count(databases) + " databases, " + EACH + " small scripts each",
                        "postgresql",
                        0,
                        EACH,
                        1,
                        databases,
                        NEAR));
    }

    private static String count(int number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** What brings a database where this one begins. */
    Workload before() {
        return new Workload(name, title, product, 0, applied, statements, databases, NEAR);
    }

    boolean many() {
        return databases > 1;
    }

    boolean huge() {
        return statements > 1;
    }

    /** The text of a script, counted from 1. */
    String script(int number) {
        if (!huge()) {
            return "CREATE TABLE t%d (id int PRIMARY KEY, name varchar(40) NOT NULL, amount int DEFAULT 0);\n"
                    .formatted(number);
        }
        StringBuilder text = new StringBuilder("CREATE TABLE many (id int PRIMARY KEY, name varchar(200) NOT NULL);\n");
        for (int i = 1; i <= statements; i++) {
            text.append("INSERT INTO many (id, name) VALUES (")
                    .append(i)
                    .append(", 'row number ")
                    .append(i)
                    .append(", with some more words so that a line is about two hundred characters long: ")
                    .append("the quick brown fox jumps over the lazy dog, and again over it.');\n");
        }
        return text.toString();
    }

    static String file(int number) {
        return String.format(Locale.ROOT, "%05d", number);
    }
}
