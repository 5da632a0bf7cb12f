package io.slipway.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.release.target.Address;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.rollout.support.RaisedText;
import io.slipway.rollout.support.Redaction;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real databases say is told from what somebody's functions and triggers say, whatever SQLSTATE those take. */
class RaisedTextTest {
    private static final String SECRET = "hunter2 of Maria Schmidt, DE89370400440532013000";

    @Test
    void onTheOldestPostgresql() throws Exception {
        onPostgresql(PostgresServer.oldest());
    }

    @Test
    void onTheNewestPostgresql() throws Exception {
        onPostgresql(PostgresServer.newest());
    }

    private static void onPostgresql(PostgresServer server) throws Exception {
        Subject subject = new PostgresSubject(server);
        Address address = subject.newDatabase();
        try (Target target = subject.connect(address)) {
            run(
                    target,
                    "CREATE TABLE t (id int PRIMARY KEY)",
                    "INSERT INTO t VALUES (1)",
                    "CREATE FUNCTION leak() RETURNS int LANGUAGE plpgsql AS $$ BEGIN"
                            + " RAISE unique_violation USING MESSAGE = '" + SECRET + "'; END $$",
                    "CREATE FUNCTION leaks() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN leak(); END $$",
                    "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN" + " RAISE EXCEPTION '"
                            + SECRET + "'; END $$",
                    "CREATE TABLE u (id int)",
                    "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON u DEFERRABLE INITIALLY DEFERRED"
                            + " FOR EACH ROW EXECUTE FUNCTION late()");
            raised(target, "DO $$ BEGIN RAISE EXCEPTION '" + SECRET + "'; END $$", "P0001");
            raised(target, "DO $$ BEGIN ASSERT false, '" + SECRET + "'; END $$", "P0004");
            raised(target, "DO $$ BEGIN RAISE '" + SECRET + "' USING ERRCODE = '42P01'; END $$", "42P01");
            raised(target, "SELECT leaks()", "23505");
            raised(target, "INSERT INTO u VALUES (1)", "P0001");
            own(target, "INSERT INTO t VALUES (1)", "23505");
            own(target, "DO $$ BEGIN INSERT INTO t VALUES (1); END $$", "23505");
            own(target, "SELECT nothing()", "42883");
        }
    }

    @Test
    void onMariadb() throws Exception {
        Subject subject = new MariadbSubject(MariadbServer.findOrSkip());
        Address address = subject.newDatabase();
        try (Target target = subject.connect(address)) {
            run(
                    target,
                    "CREATE TABLE t (id int PRIMARY KEY)",
                    "INSERT INTO t VALUES (1)",
                    "CREATE TRIGGER leak BEFORE INSERT ON t FOR EACH ROW IF NEW.id = 9 THEN"
                            + " SIGNAL SQLSTATE '23000' SET MESSAGE_TEXT = '" + SECRET + "'; END IF");
            raised(target, "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = '" + SECRET + "'", "45000");
            raised(target, "SIGNAL SQLSTATE '45001' SET MYSQL_ERRNO = 4711, MESSAGE_TEXT = '" + SECRET + "'", "45001");
            raised(target, "SIGNAL SQLSTATE '99X01' SET MESSAGE_TEXT = '" + SECRET + "'", "99X01");
            raised(target, "INSERT INTO t VALUES (9)", "23000");
            own(target, "INSERT INTO t VALUES (1)", "23000");
            own(target, "SELECT * FROM nothing", "42S02");
        }
    }

    @Test
    void onSqlite(@TempDir Path folder) throws Exception {
        Subject subject = new SqliteSubject(folder);
        try (Target target = subject.connect(subject.newDatabase())) {
            run(
                    target,
                    "CREATE TABLE t (id int PRIMARY KEY)",
                    "INSERT INTO t VALUES (1)",
                    "CREATE TRIGGER leak BEFORE INSERT ON t WHEN NEW.id = 9 BEGIN SELECT RAISE(ABORT, '" + SECRET
                            + "'); END");
            raised(target, "INSERT INTO t VALUES (9)", "23000");
            own(target, "INSERT INTO t VALUES (1)", "23000");
            own(target, "SELECT * FROM nowhere", "HY000");
        }
    }

    private static void run(Target target, String... statements) throws SqlFailure {
        target.begin();
        for (String statement : statements) {
            target.execute(statement);
        }
        target.commit();
    }

    private static SqlFailure failure(Target target, String sql) throws SqlFailure {
        SqlFailure failure = catchThrowableOfType(SqlFailure.class, () -> run(target, sql));
        target.rollback();
        return failure;
    }

    private static void raised(Target target, String sql, String state) throws SqlFailure {
        SqlFailure failure = failure(target, sql);
        assertThat(failure.sqlState()).isEqualTo(state);
        assertThat(failure.getMessage()).contains("hunter2");
        assertThat(RaisedText.is(state, failure.getMessage()))
                .as(failure.getMessage())
                .isTrue();
        assertThat(Redaction.of(state, failure.getMessage(), "deployment #7"))
                .contains("who may see deployment #7")
                .doesNotContain("hunter2", "Maria", "DE89");
    }

    private static void own(Target target, String sql, String state) throws SqlFailure {
        SqlFailure failure = failure(target, sql);
        assertThat(failure.sqlState()).isEqualTo(state);
        assertThat(RaisedText.is(state, failure.getMessage()))
                .as(failure.getMessage())
                .isFalse();
        assertThat(Redaction.of(state, failure.getMessage(), "deployment #7")).doesNotContain("left out");
    }
}
