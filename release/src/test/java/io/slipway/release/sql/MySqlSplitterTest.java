package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MySqlSplitterTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';', 'it''s\\';', \"a;\"\"\\\";'\", `x;``\\`",
                "SELECT 1 -- ;'\n + 1",
                "SELECT 1 --\n + 1",
                "SELECT 5--1",
                "SELECT 1 # ;'\n + 1",
                "SELECT 1 /* ; /* ' */ + 1",
                "SELECT /*+ it's ; */ 1",
                "/*!40101 SET NAMES utf8 */",
                "SELECT /*!50000 'a;' */ + 1 /*M! ';' */",
                "LOAD DATA INFILE 'x' INTO TABLE t (a) SET b = \\N",
            })
    void isOneStatement(String statement) {
        assertThat(outline(statement + ";SELECT 2;")).containsExactly("STATEMENT " + statement, "STATEMENT SELECT 2");
    }

    @Test
    void theDelimiterIsWhatTheScriptSays() {
        assertThat(outline("delimiter //\r\n"
                        + "BEGIN a; b; END//\n"
                        + "SELECT 1 // DELIMITER ;\n"
                        + "SELECT 2; DELIMITER $$\n"
                        + "SELECT a$$"))
                .containsExactly(
                        "DIRECTIVE delimiter //",
                        "STATEMENT BEGIN a; b; END",
                        "STATEMENT SELECT 1",
                        "DIRECTIVE DELIMITER ;",
                        "STATEMENT SELECT 2",
                        "DIRECTIVE DELIMITER $$",
                        "STATEMENT SELECT a");
        assertThat(outline("DELIMITER 'a b' x\nSELECT 1 a b\\d ;\nSELECT 2;"))
                .containsExactly(
                        "DIRECTIVE DELIMITER 'a b' x", "STATEMENT SELECT 1", "DIRECTIVE \\d ;", "STATEMENT SELECT 2");
    }

    @Test
    void aDelimiterThatIsNoneIsRefused() {
        assertThatThrownBy(() -> outline("DELIMITER \nSELECT 1")).isInstanceOf(SplitException.class);
        assertThatThrownBy(() -> outline("DELIMITER \\\\\nSELECT 1")).isInstanceOf(SplitException.class);
    }

    @Test
    void backslashCommandsEndStatementsOrAreDirectives() {
        assertThat(outline("SELECT 1\\g SELECT 2 \\G\n\\g\\. file.sql\nSELECT 3 \\c\nSELECT 4;"))
                .containsExactly(
                        "STATEMENT SELECT 1",
                        "STATEMENT SELECT 2",
                        "DIRECTIVE \\. file.sql",
                        "DIRECTIVE \\c",
                        "STATEMENT SELECT 4");
    }

    @Test
    void commandsToTheClientAreDirectives() {
        assertThat(outline("USE `a;b`;\nuse x; SELECT 1; use y\n;\nsource it's.sql\nSELECT 2;"))
                .containsExactly(
                        "DIRECTIVE USE `a;b`",
                        "DIRECTIVE use x",
                        "STATEMENT SELECT 1",
                        "DIRECTIVE use y",
                        "DIRECTIVE source it's.sql",
                        "STATEMENT SELECT 2");
    }

    @Test
    void dashesBeforeTheFirstTokenAreAComment() {
        assertThat(outline("--it's ; nothing\n/* c */ --x\nSELECT 1;")).containsExactly("STATEMENT SELECT 1");
    }

    @Test
    void whatIsSentHasTheLineEndsTheClientSends() {
        assertThat(outline("SELECT 'a\r\nb'\r\n;")).containsExactly("STATEMENT SELECT 'a\nb'");
    }

    @Test
    void routinesNeedADelimiterAsTheyDoInTheClient() {
        assertThat(outline("CREATE PROCEDURE p() BEGIN SELECT 1; END;")).hasSize(2);
    }

    private static List<String> outline(String script) {
        return Cutting.outline(Dialect.MYSQL, script);
    }
}
