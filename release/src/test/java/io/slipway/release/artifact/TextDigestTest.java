package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.ScriptText;
import io.slipway.release.script.TextDigest;
import io.slipway.release.script.Utf8Check;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TextDigestTest {
    /** Frozen for ever: histories hold these. Made with {@code printf … | sha256sum}. */
    @ParameterizedTest
    @CsvSource({
        // nothing
        "'', e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "EFBBBF, e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        // select 1;LF, with CRLF, with a byte-order mark, with both
        "73656C65637420313B0A, 4a45092ccf992ea92250053a80b931b787924ba61648f420555511b84f10ab6c",
        "73656C65637420313B0D0A, 4a45092ccf992ea92250053a80b931b787924ba61648f420555511b84f10ab6c",
        "EFBBBF73656C65637420313B0A, 4a45092ccf992ea92250053a80b931b787924ba61648f420555511b84f10ab6c",
        "EFBBBF73656C65637420313B0D0A, 4a45092ccf992ea92250053a80b931b787924ba61648f420555511b84f10ab6c",
    })
    void pinned(String hex, String digest) {
        assertThat(TextDigest.of(raw(hex))).isEqualTo(digest);
    }

    /** Each text and what is left of it: a lone CR stays, of CRCRLF one, a second byte-order mark stays. */
    @ParameterizedTest
    @CsvSource({
        "610D62, 610D62",
        "610D, 610D",
        "0D, 0D",
        "0D0A, 0A",
        "0D0D0A, 0D0A",
        "610D0D, 610D0D",
        "0A0D, 0A0D",
        "610A, 610A",
        "61, 61",
        "EFBBBFEFBBBF61, EFBBBF61",
        "61EFBBBF, 61EFBBBF",
        "EFBBBF0D0A, 0A",
        "C3A90D0AC3A9, C3A90AC3A9",
    })
    void whatCountsAndWhatDoesNot(String hex, String left) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        String expected = Sha256.of(HexFormat.of().parseHex(left));
        for (int chunk = 1; chunk <= bytes.length; chunk++) {
            TextDigest digest = new TextDigest("x.sql");
            for (int i = 0; i < bytes.length; i += chunk) {
                digest.update(bytes, i, Math.min(chunk, bytes.length - i));
            }
            TextDigest.Digests digests = digest.finish();
            assertThat(digests.text()).as("in chunks of %d", chunk).isEqualTo(expected);
            assertThat(digests.bytes()).as("in chunks of %d", chunk).isEqualTo(Sha256.of(bytes));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // bytes, line, column, byte offset
        "FF, 1, 1, 0",
        "61E962, 1, 2, 1",
        "610A62E9, 2, 2, 3",
        "C3A9C3A9FF, 1, 3, 4",
        "F09F9880FF, 1, 2, 4",
        "EFBBBF61FF, 1, 2, 4",
        "EFBBBFFF, 1, 1, 3",
        "61C3, 1, 2, 1",
        "C0AF, 1, 1, 0",
        "E08080, 1, 1, 0",
        "EDA080, 1, 1, 0",
        "F08080AF, 1, 1, 0",
        "F4908080, 1, 1, 0",
        "F5808080, 1, 1, 0",
        "80, 1, 1, 0",
        "0D0AC3A90AE2282F, 3, 1, 5",
    })
    void whatIsNotUtf8IsRefusedWhereItIs(String hex, int line, int column, long offset) {
        assertThatThrownBy(() -> TextDigest.of(raw(hex), "ddl/1.sql"))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.SCRIPT_ENCODING);
                    assertThat(e.location()).contains(new Location("ddl/1.sql", line, column));
                })
                .hasMessageContaining("byte offset " + offset + ")");
    }

    /** Against the JDK's decoder, over strings of four bytes around every boundary. */
    @Test
    void agreesWithTheJdkOnWhatIsUtf8() {
        int[] interesting = {
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEE, 0xEF, 0xF0,
            0xF1, 0xF3, 0xF4, 0xF5, 0xFF
        };
        List<String> different = new ArrayList<>();
        for (int a : interesting) {
            for (int b : interesting) {
                for (int c : interesting) {
                    for (int d : new int[] {0x41, 0x80, 0xBF}) {
                        byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
                        if (accepts(bytes) != jdkAccepts(bytes)) {
                            different.add(HexFormat.of().formatHex(bytes));
                        }
                    }
                }
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void helpGuessesWhereTheFileComesFrom() {
        assertThatThrownBy(() -> TextDigest.of(raw("E9"), "a.sql"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.help()).contains("Windows-1252", "é"));
        assertThatThrownBy(() -> TextDigest.of(raw("FFFE6100"), "a.sql"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.help()).contains("UTF-16"));
    }

    @Test
    void aTextThatCannotBeReadSaysWhich() {
        ScriptText gone = new ScriptText() {
            @Override
            public InputStream open() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public long size() {
                return 0;
            }
        };
        assertThatThrownBy(() -> TextDigest.of(gone, "ddl/1.sql"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCRIPT_UNREADABLE))
                .hasMessageContaining("ddl/1.sql");
    }

    private static boolean accepts(byte[] bytes) {
        try {
            Utf8Check check = new Utf8Check("x");
            check.update(bytes, 0, bytes.length);
            check.finish();
            return true;
        } catch (SlipwayException e) {
            return false;
        }
    }

    private static boolean jdkAccepts(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static ScriptText raw(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        return new ScriptText() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public long size() {
                return bytes.length;
            }
        };
    }
}
