package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresStatementsTest {
    private Target target;

    @BeforeEach
    void open() throws SqlFailure {
        target = Databases.open(Databases.fresh());
        Databases.run(target, "CREATE TABLE item (id int PRIMARY KEY, tags jsonb, name text)");
    }

    @AfterEach
    void close() {
        target.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE RULE r AS ON INSERT TO item DO ALSO (DELETE FROM item WHERE id = 0; UPDATE item SET id = id)",
                "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT 2; END",
                "CREATE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC INSERT INTO item (id) VALUES (1);"
                        + " INSERT INTO item (id) SELECT CASE WHEN true THEN 2 END; END",
                "CREATE FUNCTION g() RETURNS text LANGUAGE plpgsql AS $body$ BEGIN RETURN $$a;b$$; END; $body$",
                "DO 'BEGIN PERFORM 1; PERFORM ''a;b''; END'",
                "SELECT /* a ; /* nested ; */ still ; */ 1",
                "SELECT 1 -- a comment; with a semicolon",
                "SELECT E'it\\'s; fine', 'a;b', \"x;y\" FROM (SELECT 1 AS \"x;y\") t",
                "SELECT '{\"a\":1}'::jsonb ? 'a', '{\"a\":1}'::jsonb ?| array['a'], '{}'::jsonb ?& array['b']",
                "SELECT '{\"a\":1}'::jsonb @? '$.a ? (@ > 0)'",
                "SELECT '{d 2026-01-01}', '{fn now()}', 1::int AS \"{call x}\"",
                "SELECT $1$ not a parameter $1$",
                "  \n\t SELECT 1\n",
                "INSERT INTO item VALUES (7, '{\"q\":\"?\"}', '$1 :name ${x} {oj}')",
                "SELECT U&'d\\0061t\\+000061'",
            })
    void arriveWhole(String sql) throws SqlFailure {
        assumeTrue(!sql.contains("BEGIN ATOMIC") || target.server().major() >= 14, "BEGIN ATOMIC came with 14");
        if (sql.contains("$1$")) {
            // A dollar tag cannot begin with a digit: the server must be the one to say so.
            SqlFailure failure = catchThrowableOfType(SqlFailure.class, () -> target.execute(sql));
            assertThat(failure.sqlState()).startsWith("42");
            return;
        }
        target.execute(sql);
    }

    @Test
    void textIsKeptToTheCharacter() throws SqlFailure {
        String odd = "a;b ? :x $1 {fn x} \\ é 漢 😀 \t\r\n end";
        target.execute("INSERT INTO item (id, name) VALUES (1, '" + odd + "')");
        assertThat(Databases.read(target, "SELECT name FROM item")).isEqualTo(odd);
    }

    @Test
    void aFunctionBodyIsStoredAsWritten() throws SqlFailure {
        String body = " BEGIN -- first; second\r\n  RETURN '?'; /* /* */ */ END; ";
        target.execute("CREATE FUNCTION h() RETURNS text LANGUAGE plpgsql AS $x$" + body + "$x$");
        assertThat(Databases.read(target, "SELECT prosrc FROM pg_proc WHERE proname = 'h'"))
                .isEqualTo(body);
    }

    @Test
    void ruleBodiesAreWhole() throws SqlFailure {
        Databases.run(
                target,
                "CREATE TABLE log (id int)",
                "CREATE RULE r AS ON INSERT TO item DO ALSO (INSERT INTO log VALUES (1); INSERT INTO log VALUES (2))",
                "INSERT INTO item (id) VALUES (1)");
        assertThat(Databases.read(target, "SELECT id FROM log ORDER BY id")).isEqualTo("1;2");
    }

    @Test
    void rowsChangedAreCountedAndRowsReadAreNot() throws SqlFailure {
        assertThat(target.execute("INSERT INTO item (id) SELECT generate_series(1, 10)"))
                .isEqualTo(10);
        assertThat(target.execute("UPDATE item SET name = 'x' WHERE id <= 4")).isEqualTo(4);
        assertThat(target.execute("UPDATE item SET name = 'y' WHERE id <= 3 RETURNING id"))
                .isEqualTo(3);
        assertThat(target.execute("SELECT * FROM item")).isZero();
        assertThat(target.execute("SELECT 'returning', 1 FROM item")).isZero();
        assertThat(target.execute("CREATE TABLE other AS SELECT * FROM item")).isIn(0L, 10L);
        assertThat(target.execute("TABLE item")).isZero();
        assertThat(target.execute("EXPLAIN SELECT 1")).isZero();
        assertThat(target.execute("SHOW search_path")).isZero();
        assertThat(target.execute("CREATE INDEX ON item (name)")).isZero();
        assertThat(target.execute("DELETE FROM item WHERE id = 1")).isEqualTo(1);
    }

    @Test
    void rowsOfAnySizeTakeNoMemory() throws SqlFailure {
        long most = Runtime.getRuntime().maxMemory();
        long rows = 2 * most / 10_000;
        // Twice the heap, if it were kept; capped so that a large heap does not make a long test.
        target.execute("SELECT repeat('x', 10000) FROM generate_series(1, " + Math.min(rows, 100_000) + ")");
        assertThat(Databases.read(target, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void statementsThatRefuseATransactionRunOutsideOne() throws SqlFailure {
        Databases.run(
                target,
                "CREATE INDEX CONCURRENTLY by_name ON item (name)",
                "VACUUM item",
                "REINDEX INDEX CONCURRENTLY by_name",
                "ALTER TYPE pg_catalog.text OWNER TO postgres");
        target.begin();
        SqlFailure failure = catchThrowableOfType(SqlFailure.class, () -> target.execute("VACUUM item"));
        assertThat(failure.sqlState()).isEqualTo("25001");
        target.rollback();
    }

    @Test
    void nothingIsBegunBehindAScriptsBack() throws SqlFailure {
        Databases.run(target, "INSERT INTO item (id) VALUES (1)");
        target.begin();
        Databases.run(target, "INSERT INTO item (id) VALUES (2)", "COMMIT", "INSERT INTO item (id) VALUES (3)");
        target.rollback();
        assertThat(Databases.read(target, "SELECT id FROM item ORDER BY 1")).isEqualTo("1;2;3");
    }

    @Test
    void savepointsGoBack() throws SqlFailure {
        target.begin();
        Databases.run(target, "INSERT INTO item (id) VALUES (1)");
        target.savepoint("before");
        assertThat(catchThrowableOfType(SqlFailure.class, () -> target.execute("nonsense")))
                .isNotNull();
        target.rollbackTo("before");
        target.commit();
        assertThat(Databases.read(target, "SELECT id FROM item")).isEqualTo("1");
    }

    @Test
    void committingAFailedTransactionIsAFailure() throws SqlFailure {
        target.begin();
        assertThat(catchThrowableOfType(SqlFailure.class, () -> target.execute("SELECT 1/0")))
                .isNotNull();
        SqlFailure failure = catchThrowableOfType(SqlFailure.class, target::commit);
        assertThat(failure).isNotNull();
        assertThat(failure.connectionLost()).isFalse();
        target.begin();
        target.commit();
    }

    @Test
    void aDeferredConstraintFailsAtCommit() throws SqlFailure {
        Databases.run(target, "CREATE TABLE part (item int REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED)");
        target.begin();
        target.execute("INSERT INTO part VALUES (42)");
        SqlFailure failure = catchThrowableOfType(SqlFailure.class, target::commit);
        assertThat(failure.sqlState()).isEqualTo("23503");
        assertThat(failure.getMessage()).contains("Detail: Key (item)=(42) is not present");
    }
}
