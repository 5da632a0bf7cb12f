package io.slipway.release.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.bridge.Crossing.Statement;
import io.slipway.release.sql.Dialect;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A name of the target may hold whatever somebody put there: none of it may become a statement. */
class RemarkTest {
    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\r\n", "\u0085", "\u2028", "\f", "\u000b"})
    void aWarningStaysAComment(String end) {
        String name = "app.\"x" + end + "DELETE FROM app.child;" + end + "--\"";
        Way way = new Way(
                Dialect.POSTGRESQL,
                List.of(new Statement("DROP TABLE t", Optional.of("takes away " + name))),
                true,
                List.of());
        assertThat(way.script().split("\\R", -1))
                .satisfiesExactly(
                        comment -> assertThat(comment)
                                .startsWith("-- Note: takes away")
                                .contains("DELETE FROM"),
                        statement -> assertThat(statement).isEqualTo("DROP TABLE t;"),
                        nothing -> assertThat(nothing).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u001b[2J", "\u009b2J", "\u202e", "\u0007"})
    void nothingActsOnATerminal(String letters) {
        assertThat(Remark.of("a" + letters + "b"))
                .doesNotContain(letters.substring(0, 1))
                .startsWith("a")
                .endsWith("b");
    }
}
