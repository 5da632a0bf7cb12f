package io.slipway.server.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.sql.Dialect;
import io.slipway.release.target.SqlFailure;
import io.slipway.rollout.readiness.Gate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a query may find, and what of it reaches a page, the API and the audit log. */
class QueryAnswerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            0  | 17               | it is 17, and should be 0
            0  | -2.50            | it is -2.50, and should be 0
            t  | f                | it is f, and should be t
            0  | ada@example.org  | it is another value, which is not shown, and should be 0
            0  | 4111111111111111 | it is another value, which is not shown, and should be 0
            ok | 17               | it is another value, which is not shown, and should be ok
            ok | okay             | it is another value, which is not shown, and should be ok
            0  | ""               | it is another value, which is not shown, and should be 0
            """)
    void anythingElseIsToldOnlyWhereItIsOfTheSortThatIsExpected(String expected, String found, String told) {
        assertThat(QueryAnswer.of(query(expected), Optional.of(found)).result()).isEqualTo(told);
        assertThat(QueryAnswer.of(query(expected), Optional.of(found)).passed()).isFalse();
    }

    @Test
    void whatIsExpectedIsToldAndSoIsNothing() {
        assertThat(QueryAnswer.of(query("ok"), Optional.of("ok")).result()).isEqualTo("ok");
        assertThat(QueryAnswer.of(query("ok"), Optional.of("ok")).passed()).isTrue();
        assertThat(QueryAnswer.of(query("ok"), Optional.empty()).result())
                .isEqualTo("it is no value, and should be ok");
    }

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, 22P02, false",
        "POSTGRESQL, P0001, false",
        "POSTGRESQL, 42P01, true",
        "POSTGRESQL, 57014, true",
        "POSTGRESQL, 21000, true",
        "MYSQL, HY000, false",
        "SQLITE, HY000, true",
        "POSTGRESQL, '', false"
    })
    void aFailureThatMayQuoteDataIsToldByItsStateAlone(Dialect dialect, String state, boolean told) {
        SqlFailure failure =
                new SqlFailure("invalid input syntax for type integer: \"ada@example.org\"", state, 0, false, null);
        String why = QueryAnswer.failed(query("0"), dialect, failure).result();
        if (told) {
            assertThat(why).startsWith("the query failed: invalid input");
        } else {
            assertThat(why).startsWith("the query failed: SQLSTATE " + state).doesNotContain("ada");
        }
    }

    /** A function may take any state; where it was raised tells that the words are somebody's. */
    @Test
    void whatAFunctionRaisedIsNotToldWhateverItsState() {
        SqlFailure failure = new SqlFailure(
                "ada@example.org\nWhere: PL/pgSQL function leak() line 1 at RAISE", "42P01", 0, false, null);
        assertThat(QueryAnswer.failed(query("0"), Dialect.POSTGRESQL, failure).result())
                .startsWith("the query failed: SQLSTATE 42P01")
                .doesNotContain("ada");
    }

    private static Gate.Query query(String expected) {
        return new Gate.Query("dev", "SELECT x", expected);
    }
}
