package io.slipway.studio.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.target.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A secret stays unseen whatever a terminal is told between its letters, and however it arrives. */
class MaskedTextTest {
    private static final String SECRET = "s3cr3t-t0k3n";
    private final Masks masks = new Masks(List.of(Secret.of(SECRET), Secret.of("")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TOKEN=s3cr3t-t0k3n!",
                "TOKEN=\u001b[01;31m\u001b[Ks3cr3t\u001b[m\u001b[K-t0k3n!",
                "TOKEN=s3cr3\u001b[1mt-t0k3n\u001b[0m!",
                "TOKEN=s3cr3t-\r\nt0k3n!",
                "TOKEN=s3c\u0000r3\u0007t-t0k3n!",
                "TOKEN=s3cr3t\u001b]0;a title\u0007-t0k3n!",
                "TOKEN=s3cr3t\u001b]2;a title\u001b\\-t0k3n!",
                "TOKEN=czNjcjN0LXQwazNu!",
                "TOKEN=czNjcjN0L\r\nXQwazNu!",
                "TOKEN=s\u001b(B3\u001b[38;5;12mcr3t-t0\u001b[0m\u001b[4mk3n!"
            })
    void itIsMaskedInOnePieceOrInMany(String text) {
        assertThat(masks.masked(text))
                .contains(Masks.MASK)
                .endsWith("!")
                .doesNotContain("k3n")
                .doesNotContain("wazN");
        for (int size = 1; size <= text.length(); size++) {
            MaskedText stream = masks.stream();
            StringBuilder shown = new StringBuilder();
            for (int at = 0; at < text.length(); at += size) {
                shown.append(stream.next(text.substring(at, Math.min(text.length(), at + size))));
            }
            assertThat(shown.toString())
                    .as("in pieces of " + size)
                    .contains(Masks.MASK)
                    .doesNotContain("k3n")
                    .doesNotContain("wazN")
                    .endsWith("!");
        }
    }

    /** As a terminal shows it that prints the file, and nobody knew of it before. */
    @Test
    void aKeyIsMaskedWhoeverMadeIt() {
        String key = "-----BEGIN PRIVATE KEY-----\r\nMC4CAQAwBQYDK2VwBCIEIJ+k3n/abc=\r\n-----END PRIVATE KEY-----";
        String text = "$ cat key.pem\r\n" + key + "\r\n" + key.replace("PRIVATE", "PUBLIC") + "\r\n$ ";
        for (int size : List.of(1, 7, 64, text.length())) {
            MaskedText stream = masks.stream();
            StringBuilder shown = new StringBuilder();
            for (int at = 0; at < text.length(); at += size) {
                shown.append(stream.next(text.substring(at, Math.min(text.length(), at + size))));
            }
            assertThat(shown.toString())
                    .as("in pieces of " + size)
                    .matches("\\$ cat key\\.pem\r\n-{0,3}\\*+\r\n-{0,3}\\*+\r\n\\$ ");
        }
        assertThat(masks.masked(key)).isEqualTo(Masks.MASK);
        assertThat(masks.stream().next("----- a line -----\r\n$ ")).isEqualTo("----- a line -----\r\n$ ");
    }

    /** Whoever waits for a command's end must see it. */
    @Test
    void theEndOfACommandIsNeverMasked() {
        String end = "\u001b]133;D;0\u0007";
        assertThat(masks.stream().next("s3cr3t" + end + "-t0k3n")).contains(end);
    }

    /** Else a prompt would not be seen until somebody types. */
    @Test
    void fewLettersAreNotHeldBack() {
        assertThat(masks.stream().next("user$ s\u001b[0m")).isEqualTo("user$ s\u001b[0m");
        assertThat(masks.stream().next("user$ ")).isEqualTo("user$ ");
    }
}
