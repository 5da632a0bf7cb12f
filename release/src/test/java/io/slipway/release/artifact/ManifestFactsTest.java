package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** JSON that is well-sealed and wrong. */
final class ManifestFactsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"firstNew\": 0' | '\"firstNew\": 9' | first new one",
                "'\"firstNew\": 0' | '\"firstNew\": 1' | first new one",
                "'\"firstNew\": 0' | '\"firstNew\": -1' | first new one",
                "'\"firstNew\": 0' | '\"firstNew\": 0.5' | manifest.json",
                "'\"firstNew\": 0' | '\"firstNew\": \"0\"' | manifest.json",
                "'\"firstNew\": 0' | '\"firstNew\": null' | manifest.json",
                "'\"formatVersion\": 1' | '\"formatVersion\": 2' | format version",
                "'\"project\": \"shop\"' | '\"project\": \"../shop\"' | name",
                "'\"project\": \"shop\"' | '\"project\": null' | null",
                "'\"project\": \"shop\",' | '' | null",
                "'\"project\": \"shop\",' | '\"project\": \"shop\", \"project\": \"shop\",' | Duplicate",
                "'\"project\": \"shop\",' | '\"project\": \"shop\", \"more\": 1,' | more",
                "'\"version\": \"1.0.0\"' | '\"version\": \"1/0\"' | version",
                "'\"version\": \"1.0.0\"' | '\"version\": \"1.0.0\", \"parent\": \"abc\"' | parent",
                "'\"kind\": \"view\"' | '\"kind\": \"virus\"' | virus",
                "'\"path\": \"view/c.sql\"' | '\"path\": \"view/../c.sql\"' | path",
                "'\"path\": \"view/c.sql\"' | '\"path\": \"/c.sql\"' | path",
                "'\"path\": \"view/c.sql\"' | '\"path\": \"view\\\\c.sql\"' | path",
                "'\"id\": \"view/c.sql\"' | '\"id\": \" \"' | id",
                "'\"id\": \"view/c.sql\"' | '\"id\": \"a\\nb\"' | id",
                "'\"id\": \"view/c.sql\",' | '\"id\": \"view/c.sql\", \"requires\": [\"gone\"],' | 'gone'",
                "'\"id\": \"view/c.sql\",' | '\"id\": \"view/c.sql\", \"requires\": [\"view/c.sql\"],' | no other change",
                "'\"id\": \"view/c.sql\",' | '\"id\": \"view/c.sql\", \"requires\": [null],' | null",
                "'\"id\": \"view/c.sql\",' | '\"id\": \"view/c.sql\", \"replaces\":"
                        + " \"0000000000000000000000000000000000000000000000000000000000000000\",' | version before",
                "'\"timeout\": \"PT1M30S\"' | '\"timeout\": \"PT-1S\"' | timeout",
                "'\"timeout\": \"PT1M30S\"' | '\"timeout\": \"soon\"' | manifest.json",
                "'\"tokenDigest\": \"' | '\"tokenDigest\": \"X' | digest",
                "'\"ddl/1_customer.sql\": [' | '\"nobody.sql\": [' | renames",
            })
    void aManifestThatCannotBeIsRefused(String before, String after, String part) throws IOException {
        assertRefused(
                EntryName.MANIFEST, s -> s.replaceFirst(Pattern.quote(before), Matcher.quoteReplacement(after)), part);
    }

    @Test
    void theSameChangeTwiceIsRefused() throws IOException {
        assertRefused(
                EntryName.MANIFEST,
                s -> {
                    int from = s.indexOf("\"changes\": [") + "\"changes\": [".length();
                    int to = s.indexOf("}, {", from) + "}, ".length();
                    return s.substring(0, from) + s.substring(from, to) + s.substring(from);
                },
                "rightly how often");
    }

    @Test
    void trailingJsonIsRefused() throws IOException {
        assertRefused(EntryName.MANIFEST, s -> s + "{}", "manifest.json");
        assertRefused(EntryName.MANIFEST, s -> s.substring(0, s.length() / 2), "manifest.json");
        assertRefused(EntryName.MANIFEST, s -> "[]", "manifest.json");
        assertRefused(EntryName.MANIFEST, s -> "null", "manifest.json");
        assertRefused(EntryName.MANIFEST, s -> "", "manifest.json");
    }

    @Test
    void aProofOfNothingIsRefused() throws IOException {
        assertRefused(EntryName.PROOF, s -> s.replaceFirst("view/c.sql@", "view/d.sql@"), "which is no change");
        assertRefused(EntryName.PROOF, s -> s.replaceFirst("\"rows\": 0", "\"rows\": -5"), "fewer than nothing");
        assertRefused(EntryName.PROOF, s -> s.replaceFirst("proved", "believed"), "believed");
        assertRefused(EntryName.PROOF, s -> s.replaceFirst("\"transactional\": true,", ""), "transactional");
    }

    @Test
    void aSchemaOutOfOrderIsRefused() throws IOException {
        assertRefused(EntryName.SCHEMA, s -> s.replaceFirst("\"column\"", "\"zebra\""), "wrong place");
        assertRefused(
                EntryName.SCHEMA, s -> s.replaceFirst("\"fingerprint\": \"..", "\"fingerprint\": \"ZZ"), "fingerprint");
    }

    private void assertRefused(String entry, UnaryOperator<String> edit, String part) throws IOException {
        Path sound = ArtifactFixture.UNSIGNED
                .write(ArtifactFixture.small(), folder.resolve("sound.zip"))
                .file();
        Path forged = Forgery.of(sound).replace(entry, edit).withProvenance().write(folder.resolve("forged.zip"));
        assertThatThrownBy(() -> ArtifactReader.open(forged, Limits.DEFAULT).close())
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_DAMAGED))
                .hasMessageContaining("forged.zip")
                .hasMessageContaining(part)
                .message()
                .doesNotContain("\n");
    }
}
