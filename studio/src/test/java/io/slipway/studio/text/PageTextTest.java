package io.slipway.studio.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What differs each time is no change of a page; all else is. */
class PageTextTest {
    @Test
    void whatDiffersEachTimeIsLeftOut() {
        assertThat(PageText.normal("7 vic {\"ends\":\"2026-11-29T20:15:07.043211760Z\","
                        + "\"id\":\"97a305b4-22b1-4af3-be59-0123456789ab\"}\n  in 89 days\n\n"))
                .isEqualTo("7 vic {\"ends\":\"MOMENT\",\"id\":\"ID\"}\nAGO");
    }

    /** A target that was slow is no other page. */
    @Test
    void aTargetThatDidNotAnswerAtOnceIsNoChange() {
        String slow =
                "It has not answered yet. This is what it said 3 s ago. Load the page again for its answer.\nState\n";
        assertThat(PageText.normal(slow)).isEqualTo(PageText.normal("State"));
    }

    @Test
    void theFirstLineThatDiffersIsTold() {
        assertThat(PageText.difference("Save\nHand in", "Save\nGive in"))
                .isEqualTo("where it shows 'Hand in', the page says 'Give in'");
    }
}
