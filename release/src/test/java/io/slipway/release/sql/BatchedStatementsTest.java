package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchedStatementsTest {

    private static Optional<List<String>> of(Dialect dialect, String script) {
        return BatchedStatements.of(dialect, new StringReader(script));
    }

    @Test
    void whatChangesTheSchemaGoesTogether() {
        assertThat(of(Dialect.POSTGRESQL, """
                        -- a customer
                        CREATE TABLE customer (id int GENERATED ALWAYS AS IDENTITY, vat numeric
                          GENERATED  ALWAYS AS (1.2) STORED);
                        CREATE INDEX customer_id ON customer (id);
                        COMMENT ON TABLE customer IS 'a; b';
                        CREATE VIEW all_of_them AS SELECT * FROM customer;
                        """).orElseThrow())
                .hasSize(4)
                .element(2)
                .isEqualTo("COMMENT ON TABLE customer IS 'a; b'");
        assertThat(of(Dialect.POSTGRESQL, "-- nothing at all\n")).hasValue(List.of());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t VALUES (1)",
                "UPDATE t SET a = 1",
                "SELECT set_config('search_path', 'other', false)",
                "SET standard_conforming_strings = off",
                "RESET ALL",
                "DO $$ BEGIN NULL; END $$",
                "CALL p()",
                "BEGIN; CREATE TABLE t (a int); COMMIT",
                "COMMIT",
                "VACUUM",
                "CREATE INDEX CONCURRENTLY i ON t (a)",
                "CREATE DATABASE d",
                "ALTER SYSTEM SET work_mem = '1MB'",
                "ALTER ROLE r SET search_path = x",
                "CREATE TABLE copy AS SELECT 1",
                "CREATE TABLE copy(a) as (SELECT 1)",
                "CREATE MATERIALIZED VIEW m AS SELECT 1",
                "REFRESH MATERIALIZED VIEW m",
                "COPY t FROM stdin;\n1\n\\.\n",
                "\\set ON_ERROR_STOP on\nCREATE TABLE t (a int)",
                "CREATE TABLE t (a text DEFAULT 'open",
                "LISTEN c",
                "WITH x AS (SELECT 1) SELECT * FROM x"
            })
    void whatMaySetBeginOrReportSomethingGoesByItself(String script) {
        assertThat(of(Dialect.POSTGRESQL, "CREATE TABLE first (a int);\n" + script))
                .isEmpty();
    }

    @Test
    void elsewhereEachScriptGoesByItself() {
        assertThat(of(Dialect.MYSQL, "CREATE TABLE t (a int)")).isEmpty();
        assertThat(of(Dialect.SQLITE, "CREATE TABLE t (a int)")).isEmpty();
    }
}
