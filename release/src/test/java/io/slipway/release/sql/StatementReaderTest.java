package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementReaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "POSTGRESQL | insert /* x */ into t values (1)             | INSERT",
                "POSTGRESQL | /* a */ -- b                                 | ~~",
                "POSTGRESQL | (SELECT 1) UNION SELECT 2                    | SELECT",
                "POSTGRESQL | create unique index if not exists i on t (a) | CREATE INDEX",
                "POSTGRESQL | CREATE OR REPLACE FUNCTION f()               | CREATE FUNCTION",
                "POSTGRESQL | CREATE MATERIALIZED VIEW v AS SELECT 1       | CREATE MATERIALIZED VIEW",
                "POSTGRESQL | REFRESH MATERIALIZED VIEW v                  | REFRESH MATERIALIZED VIEW",
                "POSTGRESQL | DROP EVENT TRIGGER t                         | DROP EVENT TRIGGER",
                "POSTGRESQL | START TRANSACTION READ ONLY                  | START TRANSACTION",
                "POSTGRESQL | ALTER SYSTEM SET a = 1                       | ALTER SYSTEM",
                "MYSQL      | /*!40101 SET NAMES utf8 */                   | SET",
                "MYSQL      | /*M!100100 CREATE TABLE t (a int) */         | CREATE TABLE",
                "MYSQL      | CREATE DEFINER = `root`@`%` TRIGGER t        | CREATE TRIGGER",
                "MYSQL      | ALTER EVENT e ENABLE                         | ALTER EVENT",
                "SQLITE     | CREATE VIRTUAL TABLE t USING fts5(a)         | CREATE VIRTUAL TABLE",
                "ORACLE     | CREATE OR REPLACE PACKAGE BODY p IS          | CREATE PACKAGE BODY",
                "SQLSERVER  | BEGIN TRAN                                   | BEGIN TRAN"
            })
    void namesTheVerb(Dialect dialect, String sql, String verb) {
        assertThat(StatementReader.traits(dialect, sql).verb()).isEqualTo(verb);
    }

    /** Each was tried in a transaction block of PostgreSQL 15, which refused it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create database x",
                "DROP DATABASE IF EXISTS x",
                "CREATE TABLESPACE s LOCATION '/x'",
                "DROP TABLESPACE s",
                "CREATE INDEX /* c */ CONCURRENTLY ON t (a)",
                "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)",
                "DROP INDEX CONCURRENTLY i",
                "REINDEX INDEX CONCURRENTLY i",
                "REINDEX (VERBOSE, CONCURRENTLY) TABLE t",
                "REINDEX DATABASE d",
                "REINDEX SYSTEM d",
                "REINDEX SCHEMA s",
                "VACUUM",
                "VACUUM (FULL) t",
                "ALTER SYSTEM SET work_mem = '4MB'",
                "ALTER DATABASE d SET TABLESPACE pg_default",
                "CLUSTER",
                "CLUSTER VERBOSE",
                "ALTER TABLE a.t DETACH PARTITION a.p CONCURRENTLY",
                "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p",
                "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (create_slot = true)",
                "DROP SUBSCRIPTION s",
                "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
                "DISCARD ALL",
                "COMMIT PREPARED 'x'",
                "ROLLBACK PREPARED 'x'"
            })
    void postgresRefusesInATransaction(String sql) {
        assertThat(StatementReader.traits(Dialect.POSTGRESQL, sql).outsideTransaction())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX concurrently_i ON t (a)",
                "CREATE INDEX \"CONCURRENTLY\" ON t (a)",
                "REINDEX TABLE t",
                "REINDEX (VERBOSE, CONCURRENTLY FALSE) TABLE t",
                "ALTER DATABASE d SET work_mem = '4MB'",
                "CLUSTER t USING i",
                "CLUSTER VERBOSE t",
                "ALTER TABLE t DETACH PARTITION p",
                "ALTER TABLE t DETACH PARTITION p FINALIZE",
                "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (connect = false)",
                "CREATE SUBSCRIPTION s CONNECTION 'x' PUBLICATION p WITH (slot_name = NONE, create_slot = 'off')",
                "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
                "ALTER TYPE e ADD VALUE 'b'",
                "DISCARD PLANS",
                "ANALYZE",
                "CHECKPOINT",
                "CALL p()",
                "DO $$ BEGIN COMMIT; END $$"
            })
    void postgresTakesInATransaction(String sql) {
        assertThat(StatementReader.traits(Dialect.POSTGRESQL, sql).outsideTransaction())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "VACUUM,true",
        "PRAGMA journal_mode = wal,true",
        "PRAGMA main.journal_mode = wal,true",
        "PRAGMA foreign_keys = off,true",
        "PRAGMA user_version = 3,false",
        "ATTACH 'x' AS y,true",
        "DETACH y,true",
        "REINDEX,false"
    })
    void sqliteKnowsItsOwn(String sql, boolean outside) {
        assertThat(StatementReader.traits(Dialect.SQLITE, sql).outsideTransaction())
                .isEqualTo(outside);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POSTGRESQL | BEGIN | true",
                "POSTGRESQL | start transaction | true",
                "POSTGRESQL | COMMIT AND CHAIN | true",
                "POSTGRESQL | END | true",
                "POSTGRESQL | ABORT | true",
                "POSTGRESQL | ROLLBACK TO SAVEPOINT a | true",
                "POSTGRESQL | SAVEPOINT a | true",
                "POSTGRESQL | RELEASE a | true",
                "POSTGRESQL | PREPARE TRANSACTION 'x' | true",
                "POSTGRESQL | PREPARE p AS SELECT 1 | false",
                "POSTGRESQL | SET TRANSACTION ISOLATION LEVEL SERIALIZABLE | true",
                "POSTGRESQL | SET search_path = a | false",
                "POSTGRESQL | LOCK TABLE t | false",
                "MYSQL | BEGIN WORK | true",
                "MYSQL | BEGIN NOT ATOMIC SELECT 1; END | false",
                "MYSQL | START TRANSACTION | true",
                "MYSQL | START SLAVE | false",
                "MYSQL | SET autocommit = 0 | true",
                "MYSQL | SET NAMES utf8, @@session.autocommit := 1 | true",
                "MYSQL | SET GLOBAL autocommit = 1 | false",
                "MYSQL | SET @@global.autocommit = 1 | false",
                "MYSQL | /*!40101 SET AUTOCOMMIT=0 */ | true",
                "MYSQL | LOCK TABLES t WRITE | false",
                "MYSQL | XA START 'x' | true",
                "SQLITE | BEGIN IMMEDIATE | true",
                "SQLITE | END | true",
                "ORACLE | BEGIN NULL; END; | false",
                "ORACLE | COMMIT | true",
                "SQLSERVER | BEGIN TRANSACTION | true",
                "SQLSERVER | BEGIN SELECT 1 END | false",
                "SQLSERVER | SAVE TRAN a | true",
                "DB2 | BEGIN ATOMIC SET x = 1; END | false",
                "DB2 | ROLLBACK | true"
            })
    void knowsTransactionControl(Dialect dialect, String sql, boolean expected) {
        assertThat(StatementReader.traits(dialect, sql).transactionControl()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "COPY t (a, b) FROM stdin WITH CSV | true",
                "copy t from /* x */ STDIN | true",
                "COPY t FROM '/stdin' | false",
                "COPY (SELECT a FROM stdin) TO STDOUT | false",
                "COPY t TO STDOUT | false"
            })
    void knowsWhenRowsFollow(String sql, boolean expected) {
        assertThat(StatementReader.traits(Dialect.POSTGRESQL, sql).copyFromStdin())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POSTGRESQL | COMMIT | true",
                "POSTGRESQL | END WORK | true",
                "POSTGRESQL | CREATE TABLE t (i int) | false",
                "POSTGRESQL | ROLLBACK | false",
                "SQLITE | END | true",
                "MYSQL | COMMIT | true",
                "MYSQL | CREATE TABLE t (i int) | true",
                "MYSQL | START TRANSACTION | true",
                "MYSQL | LOCK TABLES t WRITE | true",
                "MYSQL | SET autocommit = 1 | true",
                "MYSQL | SET PASSWORD = 'x' | true",
                "MYSQL | SET NAMES utf8 | false",
                "MYSQL | INSERT INTO t VALUES (1) | false",
                "MYSQL | ROLLBACK TO SAVEPOINT a | false"
            })
    void knowsWhatMayCommit(Dialect dialect, String sql, boolean expected) {
        assertThat(StatementReader.traits(dialect, sql).mayCommit()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POSTGRESQL | SET search_path = a | true",
                "POSTGRESQL | RESET ALL | true",
                "POSTGRESQL | SET TRANSACTION READ ONLY | false",
                "POSTGRESQL | LOCK TABLE t | false",
                "MYSQL | SET NAMES utf8 | true",
                "MYSQL | USE other | true",
                "MYSQL | lock table t write | true",
                "MYSQL | UNLOCK TABLES | true",
                "MYSQL | SET autocommit = 0 | false",
                "MYSQL | SET GLOBAL max_connections = 9 | false",
                "MYSQL | SET PASSWORD = 'x' | false",
                "SQLITE | PRAGMA main.foreign_keys = off | true",
                "SQLITE | PRAGMA user_version = 3 | false"
            })
    void knowsWhatOnlySetsTheSession(Dialect dialect, String sql, boolean expected) {
        assertThat(StatementReader.traits(dialect, sql).settingOnly()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "create index concurrently Some_Name on t (a) | some_name",
                "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS \"My \"\"own\" ON t (a) | My \"own",
                "CREATE INDEX CONCURRENTLY ON t (a) | (none)",
                "CREATE INDEX i ON t (a) | (none)",
                "REINDEX INDEX CONCURRENTLY i | (none)"
            })
    void namesTheIndexThatIsCreatedConcurrently(String sql, String name) {
        assertThat(StatementReader.traits(Dialect.POSTGRESQL, sql)
                        .createdIndex()
                        .orElse("(none)"))
                .isEqualTo(name);
    }

    @Test
    void readsNoFurtherThanItMust() {
        // the string that never ends is far behind what tells
        assertThat(StatementReader.traits(Dialect.POSTGRESQL, "INSERT INTO t VALUES ('x")
                        .verb())
                .isEqualTo("INSERT");
    }
}
