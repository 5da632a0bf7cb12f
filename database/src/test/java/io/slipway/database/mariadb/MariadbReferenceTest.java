package io.slipway.database.mariadb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of databases on a server that has no command to copy one. */
final class MariadbReferenceTest {
    @TempDir
    Path cache;

    private ReferenceServer server;
    private ReferenceDatabase database;

    @BeforeEach
    void open() {
        Database admin = MariadbServer.findOrSkip().admin();
        Address address = new Address(admin.url(), admin.user(), Secret.of(admin.password()), Optional.empty());
        server = MariadbProduct.mariadb(Clock.systemUTC())
                .reference(new ReferenceSettings(Optional.of(address), cache, "shop"));
        database = server.create();
    }

    @AfterEach
    void close() throws java.io.IOException {
        if (server != null) {
            server.close();
        }
    }

    private void run(String... statements) throws SqlFailure {
        run(database.target(), statements);
    }

    private static void run(Target target, String... statements) throws SqlFailure {
        for (String statement : statements) {
            target.execute(statement);
        }
        target.resetSession();
    }

    /** Fails unless the copy holds what is wanted: a division by zero is an error in a strict INSERT. */
    private static void holds(Target target, String condition) throws SqlFailure {
        run(
                target,
                "SET sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO'",
                "CREATE OR REPLACE TEMPORARY TABLE proof (i int)",
                "INSERT INTO proof SELECT 1 / (" + condition + ")");
    }

    private void makeEverything() throws SqlFailure {
        run(
                "CREATE SEQUENCE numbers START WITH 5 INCREMENT BY 5 NOCACHE",
                "CREATE TABLE `a.b` (id int AUTO_INCREMENT PRIMARY KEY, `c.d` varchar(20) DEFAULT 'it''s \\\\',"
                        + " big bigint DEFAULT nextval(numbers), twice int AS (hidden * 2) STORED, hidden int INVISIBLE"
                        + " DEFAULT 7, CHECK (hidden < 100), KEY `e.f` (`c.d`)) COMMENT 'of `a.b`'",
                "CREATE TABLE a (id int PRIMARY KEY, parent int, FOREIGN KEY (parent) REFERENCES `a.b` (id)"
                        + " ON DELETE CASCADE)",
                "CREATE TABLE ring_one (id int PRIMARY KEY, other int)",
                "CREATE TABLE ring_two (id int PRIMARY KEY, other int, FOREIGN KEY (other) REFERENCES ring_one (id))",
                "ALTER TABLE ring_one ADD FOREIGN KEY (other) REFERENCES ring_two (id)",
                "CREATE TABLE parts (id int, day date) PARTITION BY RANGE (year(day)) (PARTITION p1 VALUES LESS THAN"
                        + " (2020), PARTITION p2 VALUES LESS THAN MAXVALUE)",
                "CREATE TABLE kept (i int) WITH SYSTEM VERSIONING",
                "CREATE FUNCTION twice(n int) RETURNS int DETERMINISTIC RETURN n * 2",
                "SET sql_mode = 'ANSI_QUOTES'",
                "CREATE PROCEDURE fill() INSERT INTO a (\"id\") VALUES (99)",
                "SET sql_mode = ''",
                "CREATE VIEW z_first AS SELECT id, twice(id) AS doubled FROM `a.b`",
                "CREATE VIEW a_second AS SELECT * FROM z_first",
                "CREATE TRIGGER z_one BEFORE INSERT ON a FOR EACH ROW SET NEW.parent = NULL",
                "CREATE TRIGGER a_two BEFORE INSERT ON a FOR EACH ROW FOLLOWS z_one SET NEW.id = NEW.id + 1",
                "CREATE EVENT nightly ON SCHEDULE EVERY 1 DAY DISABLE DO DELETE FROM a",
                "INSERT INTO `a.b` (`c.d`) VALUES ('x'), ('y')",
                "INSERT INTO `a.b` (id, big) VALUES (40, NULL)",
                "DELETE FROM `a.b` WHERE id = 40",
                "INSERT INTO a VALUES (1, 1)",
                "INSERT INTO parts VALUES (1, '2019-01-01')",
                "INSERT INTO kept VALUES (1)",
                "SET foreign_key_checks = 0",
                "INSERT INTO ring_one VALUES (1, 1)",
                "INSERT INTO ring_two VALUES (1, 1)",
                "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'",
                "INSERT INTO `a.b` (id) VALUES (0)");
    }

    @Test
    void aCopyHoldsEveryKindOfObjectAndEveryRow() throws Exception {
        makeEverything();
        Catalogue wanted = database.target().catalogue();
        assertThat(wanted.objects().values().stream().map(o -> o.kind()).distinct())
                .contains("sequence", "table", "column", "index", "constraint", "partition", "function", "procedure")
                .contains("view", "trigger", "event");
        try (ReferenceDatabase copy = database.copy().orElseThrow()) {
            Target target = copy.target();
            assertThat(target.catalogue()).isEqualTo(wanted);
            holds(target, "SELECT count(*) = 3 AND sum(hidden) = 21 AND max(twice) = 14 FROM `a.b`");
            holds(target, "SELECT count(*) = 1 FROM a WHERE id = 2 AND parent IS NULL");
            holds(target, "SELECT count(*) = 1 FROM ring_one JOIN ring_two ON ring_two.id = ring_one.other");
            holds(target, "SELECT count(*) = 1 FROM parts PARTITION (p1)");
            holds(target, "SELECT count(*) = 1 FROM kept");
            holds(target, "SELECT sum(doubled) = 6 FROM a_second");
            run(target, "INSERT INTO `a.b` (`c.d`) VALUES ('z')", "CALL fill()");
            holds(target, "SELECT count(*) = 1 FROM `a.b` WHERE id = 41 AND big = 20");
            holds(target, "SELECT count(*) = 1 FROM a WHERE id = 100");
        }
        holds(database.target(), "SELECT count(*) = 3 FROM `a.b`");
        assertThat(database.target().catalogue()).isEqualTo(wanted);
    }

    @Test
    void theNextCopyIsInStepWhateverWasDoneToEither() throws Exception {
        makeEverything();
        try (ReferenceDatabase copy = database.copy().orElseThrow()) {
            run(
                    copy.target(),
                    "SET foreign_key_checks = 0",
                    "DROP TABLE `a.b`",
                    "DROP VIEW z_first",
                    "DROP TRIGGER a_two",
                    "CREATE TABLE z_first (i int)",
                    "ALTER TABLE ring_one DROP COLUMN other, DROP FOREIGN KEY ring_one_ibfk_1",
                    "DELETE FROM parts",
                    "UPDATE ring_two SET id = 9",
                    "CREATE PROCEDURE strange() SELECT 1",
                    "SELECT nextval(numbers)");
        }
        run("RENAME TABLE kept TO still_kept", "DROP EVENT nightly", "ALTER TABLE a ADD COLUMN later text");
        try (ReferenceDatabase copy = database.copy().orElseThrow()) {
            assertThat(copy.target().catalogue()).isEqualTo(database.target().catalogue());
            holds(copy.target(), "SELECT count(*) = 3 FROM `a.b`");
            holds(copy.target(), "SELECT count(*) = 1 FROM parts");
            holds(copy.target(), "SELECT count(*) = 1 FROM ring_two WHERE id = 1");
            holds(copy.target(), "SELECT count(*) = 1 FROM still_kept");
            run(copy.target(), "INSERT INTO `a.b` () VALUES ()");
            holds(copy.target(), "SELECT count(*) = 1 FROM `a.b` WHERE id = 41 AND big = 20");
        }
    }

    /** The server takes an index that it made for a foreign key away when a better one comes, and no other. */
    @Test
    void aCopyKnowsWhichIndexesTheServerMade() throws Exception {
        run(
                "CREATE TABLE p (id int, n int, PRIMARY KEY (id, n))",
                "CREATE TABLE c (id int, a int, b int, d int, KEY own (b), KEY own_too (b, d),"
                        + " FOREIGN KEY (a) REFERENCES p (id), CONSTRAINT named FOREIGN KEY (b) REFERENCES p (id),"
                        + " CONSTRAINT `odd``one` FOREIGN KEY (d, id) REFERENCES p (id, n) ON DELETE CASCADE)");
        String[] better = {
            "CREATE INDEX better_a ON c (a, id)",
            "CREATE INDEX better_b ON c (b, id)",
            "CREATE INDEX b_d ON c (d, id, a)"
        };
        try (ReferenceDatabase copy = database.copy().orElseThrow()) {
            run(copy.target(), better);
            run(better);
            assertThat(copy.target().catalogue()).isEqualTo(database.target().catalogue());
        }
    }

    @Test
    void aFailureIsToldInTheSameWordsByEveryPackaging() {
        assertThatExceptionOfType(SqlFailure.class)
                .isThrownBy(() -> run("DROP TABLE missing"))
                .withMessage("Unknown table 'missing' (error 1051)");
    }

    /** A package has no statement of its own outside Oracle's mode. */
    @Test
    void whatCannotBeMadeAgainLeavesNoCopyAndNothingBehind() throws Exception {
        run(
                "SET sql_mode = 'ORACLE'",
                "CREATE PACKAGE tools AS FUNCTION one RETURN int; END",
                "CREATE PACKAGE BODY tools AS FUNCTION one RETURN int AS BEGIN RETURN 1; END; END");
        assertThat(database.copy()).isEmpty();
        assertThat(database.copy()).isEmpty();
        try (Connection connection = MariadbServer.findOrSkip().admin().connect();
                Statement statement = connection.createStatement();
                ResultSet left = statement.executeQuery("SELECT count(*) FROM information_schema.schemata"
                        + " WHERE schema_name LIKE 'slipway\\_ref\\_%'")) {
            assertThat(left.next()).isTrue();
            assertThat(left.getInt(1)).isEqualTo(1);
        }
    }
}
