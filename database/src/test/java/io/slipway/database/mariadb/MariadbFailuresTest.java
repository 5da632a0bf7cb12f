package io.slipway.database.mariadb;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.target.SqlFailure;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Messages as a MariaDB 10.11 server gave them. */
final class MariadbFailuresTest {
    private static final String SYNTAX = "You have an error in your SQL syntax; check the manual that corresponds to"
            + " your MariaDB server version for the right syntax to use near '";

    @Test
    void theEndOfTheStatementIsFoundByItsLength() {
        assertPlace("\n\n  select 1,\n from from t\nwhere x = 'äöü'", "from from t\nwhere x = 'äöü'", 2, "from from t");
        assertPlace("select a a a", "a", 1, "a", 12);
    }

    @Test
    void aLongRestIsFoundByItsBeginning() {
        String tail = "b".repeat(90);
        assertPlace(
                "select 'x' form t where '" + tail + "'", "form t where '" + "b".repeat(67) + "...", 1, "form t where");
    }

    @Test
    void nothingLeftMeansTheVeryEnd() {
        assertPlace("select (1", "", 1, "1");
    }

    @Test
    void theLineTellsTwinsApart() {
        String twin = "selct " + "x".repeat(80);
        String sql = "begin\n" + twin + ";\n" + twin + ";\nend";
        assertThat(MariadbFailures.position(SYNTAX + twin.substring(0, 77) + "...' at line 3", sql))
                .isEqualTo(sql.lastIndexOf(twin) + 1);
    }

    @Test
    void whatCannotBeFoundHasNoPlace() {
        assertThat(MariadbFailures.position(SYNTAX + "nowhere' at line 1", "select 1"))
                .isZero();
        assertThat(MariadbFailures.position(SYNTAX + "select' at line 7", "select 1"))
                .isZero();
        assertThat(MariadbFailures.position("Unknown column 'x' in 'SELECT'", "select x"))
                .isZero();
    }

    @Test
    void aBodyThatASemicolonCutIsToldOfTheDelimiter() {
        assertThat(endsTooEarly(
                        "CREATE DEFINER=root@localhost TRIGGER t BEFORE INSERT ON z FOR EACH ROW BEGIN SET @x = 1"))
                .contains("DELIMITER //");
        assertThat(endsTooEarly("BEGIN NOT ATOMIC SELECT 1 /* ; */")).contains("DELIMITER //");
        // another delimiter ended these, or there is no body
        assertThat(endsTooEarly("CREATE PROCEDURE p() BEGIN SELECT 1; SELECT 2;"))
                .doesNotContain("DELIMITER");
        assertThat(endsTooEarly("CREATE TABLE t (i int")).doesNotContain("DELIMITER");
    }

    private static String endsTooEarly(String sql) {
        return new MariadbFailures()
                .of(new SQLException(SYNTAX + "' at line 1", "42000", 1064), sql)
                .getMessage();
    }

    @Test
    void theNumberIsTold() {
        SqlFailure failure = new MariadbFailures()
                .of(new SQLException("(conn=5) Duplicate entry '1' for key 'PRIMARY'", "23000", 1062), "insert");
        assertThat(failure.getMessage()).isEqualTo("Duplicate entry '1' for key 'PRIMARY' (error 1062)");
        assertThat(failure.connectionLost()).isFalse();
        assertThat(new MariadbFailures()
                        .of(new SQLException("Connection was killed", "70100", 1927), "x")
                        .connectionLost())
                .isTrue();
    }

    private static void assertPlace(String sql, String near, int line, String found) {
        assertPlace(sql, near, line, found, sql.indexOf(found) + 1);
    }

    private static void assertPlace(String sql, String near, int line, String found, int position) {
        assertThat(MariadbFailures.position(SYNTAX + near + "' at line " + line, sql))
                .isEqualTo(position);
        assertThat(sql.substring(position - 1)).startsWith(found);
    }
}
