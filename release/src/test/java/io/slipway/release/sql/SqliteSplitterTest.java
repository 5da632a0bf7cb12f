package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteSplitterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';', 'it''s;\\', \"a;\"\"\", `b;```, [c;'], x'00'",
                "SELECT 1 --;'\n + 1",
                "SELECT 1 /* ; /* ' */ + 1",
                "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT CASE WHEN 1 THEN 2 END; END",
                "create temp /* x */ trigger t after insert on a begin select 1;; end",
                "EXPLAIN CREATE TEMPORARY TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
                "EXPLAIN QUERY PLAN CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; END",
                "CREATE TABLE trigger_log (a)"
            })
    void isOneStatement(String statement) {
        assertThat(outline(statement + ";SELECT 2;")).containsExactly("STATEMENT " + statement, "STATEMENT SELECT 2");
    }

    @Test
    void linesToTheShellAreDirectivesOnlyBetweenStatements() {
        assertThat(outline(".mode it's\n# it's\nSELECT\n.5;\n.read x;"))
                .containsExactly("DIRECTIVE .mode it's", "STATEMENT SELECT\n.5", "DIRECTIVE .read x;");
    }

    @Test
    void aSlashOrGoAloneOnALineIsASemicolon() {
        assertThat(outline("SELECT 1\n/\nSELECT 2\n GO \ngo\nSELECT 6\n/ 2;SELECT '\n/\n';"))
                .containsExactly(
                        "STATEMENT SELECT 1",
                        "STATEMENT SELECT 2",
                        "STATEMENT SELECT 6\n/ 2",
                        "STATEMENT SELECT '\n/\n'");
        assertThat(outline("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;\n/\nEND;"))
                .hasSize(1);
        assertThat(outline("CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;END\n/\nSELECT 1;"))
                .hasSize(2);
    }

    private static List<String> outline(String script) {
        return Cutting.outline(Dialect.SQLITE, script);
    }
}
