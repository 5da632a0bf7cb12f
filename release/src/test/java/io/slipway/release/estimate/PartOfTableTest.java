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
            CREATE UNIQUE INDEX CONCURRENTLY i ON ONLY t (lower(a)) WHERE b IS NULL; | t | SELECT tableoid, ctid FROM t@ WHERE b IS NULL | true
            """)
    void aPartCanBeAsked(String sql, String table, String query, boolean grows) {
        assertThat(changes(sql)).singleElement().satisfies(change -> {
            ChangedRows.Part part = change.part().orElseThrow();
            assertThat(part.table()).isEqualTo(table);
            assertThat((part.query().head() + "@" + part.query().tail()).strip())
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
    @ValueSource(strings = {"CREATE INDEX i ON t (a)", "CREATE INDEX ON t ((a > (SELECT 1 WHERE true)))"})
    void aWholeIndexIsNoPart(String sql) {
        assertThat(changes(sql)).isEmpty();
    }

    private static List<ChangedRows.Change> changes(String sql) {
        return ChangedRows.of(Dialect.POSTGRESQL, new ScriptSource("a.sql", ScriptText.of(sql), List.of(), Map.of()));
    }
}
