package io.slipway.studio.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was typed as secret is covered however it comes back. */
class SecretFormsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`bird-in-a-field\n` | a page: bird-in-a-field!",
                "` bird in a field ` | a page: bird in a field!",
                "`bird  in   a field` | a page: bird in a field!",
                "`bird \"in\" <a> field` | `json: {\"name\":\"bird \\\"in\\\" <a> field\"}!`",
                "`bird \"in\" <a> field` | `html: <b>bird &quot;in&quot; &lt;a&gt; field</b>!`",
                "`bird in a field` | /search?q=bird+in+a+field!",
                "`bird in a field` | /search?q=bird%20in%20a%20field!",
                "`bird-élan-field` | bytes: bird-\u00c3\u00a9lan-field!",
                "`first-bird\nsecond-bird` | a line: first-bird!",
                "`first-bird\nsecond-bird` | a line: second-bird!",
                "`bird\\field-7` | `json: bird\\\\field-7!`",
            })
    void comesBackInManyForms(String typed, String shown) {
        assertThat(Masks.of(List.of(typed)).masked(shown))
                .contains(Masks.MASK)
                .endsWith("!")
                .doesNotContain("bird")
                .doesNotContain("field");
    }

    @Test
    void whatIsShortOrEmptyCoversNothing() {
        assertThat(Masks.of(List.of("abc", " \n ", "", "five5\n")).masked("abc five5  and more"))
                .isEqualTo("abc five5  and more");
    }
}
