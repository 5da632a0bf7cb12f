package io.slipway.release.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.execute.ScriptSource;
import io.slipway.release.script.ScriptText;
import io.slipway.release.sql.Dialect;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a statement can be asked of a part of its table, and where the table stands. */
class PartOfTableTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE FROM ONLY s.t AS x WHERE x.a > 1 RETURNING a | s.t | SELECT tableoid, ctid FROM ONLY s.t AS x @ WHERE x.a > 1 | true
            UPDATE "T" SET a = b WHERE a IS DISTINCT FROM b      | "T" | SELECT tableoid, ctid FROM "T" @ WHERE a IS DISTINCT FROM b | true
            INSERT INTO f SELECT a, extract(day FROM b) FROM t x WHERE a > 1; | t | SELECT a, extract(day FROM b) FROM t x@ WHERE a > 1 | true
            INSERT INTO f SELECT a FROM t                        | t | SELECT a FROM t@ | true
            CREATE TABLE g AS SELECT a, max(b) FROM t GROUP BY a | t | SELECT a, max(b) FROM t@ GROUP BY a | false
            CREATE TABLE g AS SELECT max(b) FROM t               | t | SELECT max(b) FROM t@ | false
            INSERT INTO f SELECT DISTINCT a FROM t ORDER BY a LIMIT 3 | t | SELECT DISTINCT a FROM t@ ORDER BY a LIMIT 3 | false
            CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY t (lower(a)) WHERE b IS NULL; | t | SELECT lower(a) FROM t@ WHERE b IS NULL ORDER BY 1 OFFSET 0 | true
            CREATE INDEX ON s.t USING gin (a) WHERE b IS NULL    | s.t | SELECT tableoid, ctid FROM s.t@ WHERE b IS NULL | true
            CREATE INDEX i ON t (a)                              | t | SELECT a FROM t@ ORDER BY 1 OFFSET 0 | true
            CREATE INDEX ON t ((a > (SELECT 1 WHERE true)))      | t | SELECT (a > (SELECT 1 WHERE true)) FROM t@ ORDER BY 1 OFFSET 0 | true
            CREATE INDEX IF NOT EXISTS i ON t USING BTREE (a COLLATE "C" text_pattern_ops DESC NULLS LAST, s.f(b, (1)) o.p (x = 1) ASC, ((b - 'x')) COLLATE pg_catalog."C", "A") INCLUDE (d) WITH (fillfactor = 70) | t | SELECT a COLLATE "C", s.f(b, (1)), ((b - 'x')) COLLATE pg_catalog."C", "A" FROM t@ ORDER BY 1, 2, 3, 4 OFFSET 0 | true
            ALTER TABLE IF EXISTS ONLY s.t ADD CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a, "B") INCLUDE (d) DEFERRABLE | s.t | SELECT a, "B" FROM s.t@ ORDER BY 1, 2 OFFSET 0 | true
            ALTER TABLE t ADD PRIMARY KEY (a), ADD COLUMN c int  | t | SELECT a FROM t@ ORDER BY 1 OFFSET 0 | true
            """)
    void aPartCanBeAsked(String sql, String table, String query, boolean grows) {
        assertThat(changes(sql)).singleElement().satisfies(change -> {
            ChangedRows.Part part = change.part().orElseThrow();
            assertThat(part.table()).isEqualTo(table);
            assertThat((part.query().head() + "@" + part.query().tail()).strip().replace('\n', ' '))
                    .isEqualTo(query.strip());
            assertThat(part.grows()).isEqualTo(grows);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM t",
                "DELETE FROM t USING u WHERE t.a = u.a",
                "UPDATE t SET a = u.a FROM u WHERE t.b = u.b",
                "INSERT INTO f SELECT a FROM t, u WHERE t.a = u.a",
                "INSERT INTO f SELECT a FROM t JOIN u USING (a)",
                "INSERT INTO f SELECT a FROM t UNION SELECT a FROM u",
                "INSERT INTO f SELECT * FROM generate_series(1, 10)",
                "INSERT INTO f SELECT a FROM (SELECT a FROM t) x",
                "CREATE TABLE g AS TABLE t"
            })
    void whatLooksAtMoreCannot(String sql) {
        assertThat(changes(sql)).allMatch(change -> change.part().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t USING gin (a)",
                "CREATE INDEX i ON t USING hash (a)",
                "CREATE INDEX i ON t (a",
                "ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i",
                "ALTER TABLE t ADD CHECK (a > 1)",
                "ALTER TABLE t ADD unique_ int DEFAULT (1)"
            })
    void whatSortsNoKeysOfATable(String sql) {
        assertThat(changes(sql)).isEmpty();
    }

    private static List<ChangedRows.Change> changes(String sql) {
        return ChangedRows.of(Dialect.POSTGRESQL, new ScriptSource("a.sql", ScriptText.of(sql), List.of(), Map.of()));
    }
}
