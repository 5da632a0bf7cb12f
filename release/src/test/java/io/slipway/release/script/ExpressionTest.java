package io.slipway.release.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {

    @Test
    void saysWhichNamesSatisfyIt() {
        Expression expression = Expression.parse("release-4 AND !(hold OR never)");
        assertThat(expression.holds(Set.of("release-4"))).isTrue();
        assertThat(expression.holds(Set.of("release-4", "hold"))).isFalse();
    }

    /** However deep a stranger nests it: a refusal, in a message that fits a terminal. */
    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "a or "})
    void refusesWhatIsTooLong(String part) {
        assertThatThrownBy(() -> Expression.parse(part.repeat(5_000) + "a"))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.USAGE);
                    assertThat(e.getMessage()).hasSizeLessThan(200).contains("too long");
                });
    }

    @Test
    void theDeepestThatIsReadIsRead() {
        String text = "(".repeat(499) + "a" + ")".repeat(499);
        assertThat(Expression.parse(text).holds(Set.of("a"))).isTrue();
        assertThat(Expression.parse("!".repeat(998) + "a").holds(Set.of("a"))).isTrue();
    }
}
