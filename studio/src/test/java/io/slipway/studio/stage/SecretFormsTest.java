package io.slipway.studio.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.target.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
                "`bird\u0001-in-a-field` | a terminal: bird\u0001-in-a-field!",
                "`bird\\field-7` | `json: bird\\\\field-7!`",
            })
    void comesBackInManyForms(String typed, String shown) {
        assertThat(Masks.of(List.of(typed)).masked(shown))
                .contains(Masks.MASK)
                .endsWith("!")
                .doesNotContain("bird")
                .doesNotContain("field");
    }

    /** What shells, databases, languages and encoders make of one secret. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "pa'ss w/\u00fc&1",
                "pa\\'ss\\ w/\u00fc\\&1",
                "pa'\\''ss w/\u00fc&1",
                "pa'\"'\"'ss w/\u00fc&1",
                "pa''ss w/\u00fc&1",
                "pa'ss w/\\u00fc&1",
                "pa\\u0027ss w\\/\\u00FC\\u00261",
                "pa%27ss%20w/%C3%BC%261",
                "pa%27ss+w%2f%c3%bc%261",
                "pa'ss%20w%2F%C3%BC&1",
                "pa'ss w/\u00fc&amp;1",
                "pa&#39;ss w/\u00fc&amp;1",
                "pa&#x27;ss w/&#xFC;&amp;1",
                "pa&apos;ss w&#47;&#252;&amp;1",
                "pa'ss w/\u00c3\u00bc&1",
                "706127737320772fc3bc2631",
                "706127737320772FC3BC2631",
            })
    void quotingDoesNotHelp(String written) {
        assertThat(Masks.of(List.of("pa'ss w/\u00fc&1")).masked("[" + written + "]"))
                .isEqualTo("[" + Masks.MASK + "]");
    }

    /** At whatever place of the encoded text it stands, and whatever follows. */
    @ParameterizedTest
    @ValueSource(strings = {"", "u", "ul", "ulf", "ulf:"})
    void base64DoesNotHelp(String before) {
        for (String secret :
                List.of("s3cr3t", "s3cr3t?", "s3cr3t>>", "pa'ss w/\u00fc&1", "\u00ff\u00fe\u00ff\u00fe?>\u00ff")) {
            for (String after : List.of("", "\n", "!", ";;", ";;;")) {
                byte[] bytes = (before + secret + after).getBytes(StandardCharsets.UTF_8);
                for (Base64.Encoder encoder : List.of(
                        Base64.getEncoder(),
                        Base64.getUrlEncoder(),
                        Base64.getEncoder().withoutPadding(),
                        Base64.getUrlEncoder().withoutPadding())) {
                    String code = encoder.encodeToString(bytes);
                    String masked = Masks.of(List.of(secret)).masked(code);
                    int start = before.length() * 8;
                    int first = (start + 5) / 6;
                    int end = (start + secret.getBytes(StandardCharsets.UTF_8).length * 8) / 6;
                    assertThat(masked)
                            .as(before + secret + after)
                            .startsWith(code.substring(0, first) + Masks.MASK)
                            .hasSizeLessThanOrEqualTo(code.length() - (end - first) + Masks.MASK.length());
                }
            }
        }
    }

    /** Of a short secret, its codes must not stand in half of all words. */
    @Test
    void theCodesOfAShortSecretCoverOnlyIt() {
        Masks masks = new Masks(List.of(Secret.of("abc")));
        assertThat(masks.masked("abc YWJj 616263 Fi JiY")).isEqualTo("******** YWJj 616263 Fi JiY");
    }

    /** Nor do many empty lines end the search. */
    @Test
    void whatStandsBetweenMayBeLong() {
        Masks masks = Masks.of(List.of("bird in a field"));
        assertThat(masks.masked("b" + "\r\n".repeat(20_000) + "x bird" + " ".repeat(20_000)))
                .doesNotContain(Masks.MASK);
    }

    @Test
    void whatIsShortOrEmptyCoversNothing() {
        assertThat(Masks.of(List.of("abc", " \n ", "", "five5\n")).masked("abc five5  and more"))
                .isEqualTo("abc five5  and more");
    }
}
