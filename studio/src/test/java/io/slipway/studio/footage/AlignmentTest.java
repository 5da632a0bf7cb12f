package io.slipway.studio.footage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Passages that come twice, on letters. */
class AlignmentTest {
    @Test
    void whatComesTwiceIsFoundWithBothPlaces() {
        assertThat(matches("xxabcdefyyabcdefzz", 100)).containsExactly(new Alignment.Match(2, 7, 10, 15, 6));
    }

    @Test
    void theSecondMayLeaveOutALetter() {
        assertThat(matches("qabcdefghi-abcdfghi", 100))
                .singleElement()
                .satisfies(match -> assertThat(List.of(match.earlierFrom(), match.earlierTo(), match.laterTo()))
                        .containsExactly(1, 9, 18));
    }

    @Test
    void whatLiesTooFarBackIsNotCompared() {
        assertThat(matches("abcdef0123456789abcdef", 10)).isEmpty();
        assertThat(matches("abcdefghijklmnop", 100)).isEmpty();
        assertThat(matches("", 100)).isEmpty();
    }

    private static List<Alignment.Match> matches(String text, int reach) {
        return new Alignment(
                        text.length(),
                        later -> later - reach,
                        (earlier, later) -> text.charAt(earlier) == text.charAt(later) ? 1 : -1,
                        0.5f)
                .matches(4);
    }
}
