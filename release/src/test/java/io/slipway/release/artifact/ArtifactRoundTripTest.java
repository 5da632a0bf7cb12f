package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.Kind;
import io.slipway.release.script.ScriptText;
import io.slipway.testkit.Thorough;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ArtifactRoundTripTest {
    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        ArtifactContents contents = ArtifactFixture.small();
        ArtifactWriter.Written written = ArtifactFixture.SIGNING.write(contents, folder.resolve("new/a.zip"));

        assertThat(written.created()).isTrue();
        try (Artifact artifact = ArtifactReader.open(written.file(), Limits.DEFAULT)) {
            assertThat(artifact.manifest()).isEqualTo(contents.manifest());
            assertThat(artifact.proof()).isEqualTo(contents.proof());
            assertThat(artifact.schema()).isEqualTo(contents.schema());
            assertThat(artifact.digest()).isEqualTo(written.digest());
            for (Change change : artifact.manifest().changes()) {
                assertThat(bytes(artifact.text(change)))
                        .isEqualTo(bytes(contents.texts().get(change.digest())));
                assertThat(artifact.text(change).size()).isEqualTo(bytes(artifact.text(change)).length);
            }
            Change first = artifact.manifest().changes().get(0);
            assertThat(bytes(artifact.rollback(first).orElseThrow())).asString().isEqualTo("drop table customer;\n");
            assertThat(artifact.rollback(artifact.manifest().changes().get(1))).isEmpty();
        }
    }

    @Test
    void sameContentsGiveTheSameBytesWhateverTheOrderOfMaps() throws IOException {
        ArtifactContents c = ArtifactFixture.small();
        Map<String, ScriptText> texts = reversed(c.texts());
        ArtifactContents other = new ArtifactContents(
                c.manifest(),
                new Proof(c.proof().server(), reversed(c.proof().changes())),
                c.schema(),
                texts,
                c.rollbacks());

        ArtifactFixture.SIGNING.write(c, folder.resolve("a.zip"));
        ArtifactFixture.SIGNING.write(other, folder.resolve("b.zip"));

        assertThat(Files.mismatch(folder.resolve("a.zip"), folder.resolve("b.zip")))
                .isEqualTo(-1);
    }

    @Test
    void textsTakenOverFromAnArtifactGiveTheSameBytes() throws IOException {
        ArtifactContents c = ArtifactFixture.small();
        ArtifactFixture.SIGNING.write(c, folder.resolve("a.zip"));
        try (Artifact artifact = ArtifactReader.open(folder.resolve("a.zip"), Limits.DEFAULT)) {
            Map<String, ScriptText> texts = new LinkedHashMap<>();
            Map<String, ScriptText> rollbacks = new LinkedHashMap<>();
            for (Change change : artifact.manifest().changes()) {
                texts.put(change.digest(), artifact.text(change));
                change.rollback()
                        .ifPresent(digest ->
                                rollbacks.put(digest, artifact.rollback(change).orElseThrow()));
            }
            ArtifactContents again = new ArtifactContents(c.manifest(), c.proof(), c.schema(), texts, rollbacks);
            ArtifactFixture.SIGNING.write(again, folder.resolve("b.zip"));
        }
        assertThat(Files.mismatch(folder.resolve("a.zip"), folder.resolve("b.zip")))
                .isEqualTo(-1);
        ArtifactReader.open(folder.resolve("b.zip"), Limits.DEFAULT).close();
    }

    /** Frozen: histories hold this digest, and other readers rely on these bytes. */
    @Test
    void digestAndSignatureAreTheSameForEver() throws IOException {
        Path file = ArtifactFixture.SIGNING
                .write(ArtifactFixture.small(), folder.resolve("a.zip"))
                .file();
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT);
                ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(artifact.digest()).isEqualTo("8272912ed69ef100fb5c5fc191211da93f471ae01639b3540c96987218652610");
            byte[] signature =
                    zip.getInputStream(zip.getEntry("signature.json")).readAllBytes();
            assertThat(Sha256.of(signature))
                    .isEqualTo("de148fc01b774fd63c8afecce6b5120234faed78f5994e4ec477799017f8a3b3");
            assertThat(zip.stream().map(e -> e.getName().replaceAll("[0-9a-f]{64}", "…")))
                    .containsExactly(
                            "manifest.json",
                            "proof.json",
                            "schema.json",
                            "changes/….sql",
                            "changes/….sql",
                            "changes/….sql",
                            "rollbacks/….sql",
                            "provenance.json",
                            "signature.json");
        }
    }

    @Test
    void anExistingFileIsNeverReplaced() throws IOException {
        Path file = folder.resolve("shop-1.0.0.zip");
        ArtifactFixture.UNSIGNED.write(ArtifactFixture.small(), file);
        byte[] before = Files.readAllBytes(file);

        assertThat(ArtifactFixture.UNSIGNED.write(ArtifactFixture.small(), file).created())
                .isFalse();
        assertThatThrownBy(() -> ArtifactFixture.SIGNING.write(ArtifactFixture.small(), file))
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_EXISTS);
                    assertThat(e).hasMessageContaining("shop-1.0.0.zip");
                });
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertOnly("shop-1.0.0.zip");
    }

    @Test
    void aTextThatChangedUnderwayLeavesNothing() throws IOException {
        ArtifactContents c = ArtifactFixture.small();
        Map<String, ScriptText> texts = new LinkedHashMap<>(c.texts());
        texts.put(c.manifest().changes().get(0).digest(), ScriptText.of("drop table customer;"));
        ArtifactContents changed = new ArtifactContents(c.manifest(), c.proof(), c.schema(), texts, c.rollbacks());

        assertThatThrownBy(() -> ArtifactFixture.SIGNING.write(changed, folder.resolve("a.zip")))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCRIPT_UNREADABLE))
                .hasMessageContaining("ddl/1_customer.sql");
        assertOnly();
    }

    @Test
    void aTextThatIsNotUtf8LeavesNothing() throws IOException {
        ArtifactContents c = ArtifactFixture.small();
        Map<String, ScriptText> texts = new LinkedHashMap<>(c.texts());
        texts.put(
                c.manifest().changes().get(0).digest(), raw("select '\u00e9';".getBytes(StandardCharsets.ISO_8859_1)));
        ArtifactContents changed = new ArtifactContents(c.manifest(), c.proof(), c.schema(), texts, c.rollbacks());

        assertThatThrownBy(() -> ArtifactFixture.SIGNING.write(changed, folder.resolve("a.zip")))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SCRIPT_ENCODING))
                .hasMessageContaining("ddl/1_customer.sql");
        assertOnly();
    }

    /** A zip counts its entries with two bytes, unless it says that it does not. */
    @Test
    @Thorough
    void moreEntriesThanTwoBytesCount() throws IOException {
        ArtifactContents c = ArtifactFixture.large(45_000);
        int entries = c.texts().size() + c.rollbacks().size();
        assertThat(entries).isGreaterThan(0xFFFF);
        Path file = folder.resolve("a.zip");
        ArtifactFixture.SIGNING.write(c, file);
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            assertThat(artifact.manifest()).isEqualTo(c.manifest());
            assertThat(artifact.proof()).isEqualTo(c.proof());
            Change last = c.manifest().changes().get(44_999);
            try (InputStream is = artifact.text(last).open();
                    InputStream was =
                            Objects.requireNonNull(c.texts().get(last.digest())).open()) {
                assertThat(is.readAllBytes()).isEqualTo(was.readAllBytes());
            }
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.size()).isGreaterThan(entries);
        }
        // the count of the 64-bit extension, one less
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] tail = new byte[1 << 10];
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
            int record = new String(tail, StandardCharsets.ISO_8859_1).indexOf("PK\u0006\u0006");
            assertThat(record).isPositive();
            bytes.seek(bytes.length() - tail.length + record + 24);
            bytes.write(tail[record + 24] - 1);
        }
        assertThatThrownBy(() -> ArtifactReader.open(file, Limits.DEFAULT)).isInstanceOf(SlipwayException.class);
    }

    @Test
    void beyondTheLimitsNothingIsWritten() throws IOException {
        Limits few = new Limits(1 << 20, 1 << 20, 1 << 20, 5, 200, 1 << 20, 32);
        ArtifactWriter writer = new ArtifactWriter(Optional.empty(), few);
        assertThatThrownBy(() -> writer.write(ArtifactFixture.small(), folder.resolve("a.zip")))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_TOO_LARGE));
        assertOnly();
    }

    @Test
    void textThatPacksLikeABombIsStoredAndReadable() throws IOException {
        String text = " ".repeat(3_000_000) + "select 1;\n";
        Change change = ArtifactFixture.change("ddl/wide.sql", Kind.DDL, text, Optional.empty());
        ArtifactContents c =
                ArtifactFixture.contents("1.0.0", Optional.empty(), List.of(change), List.of(text), List.of());
        Path file = ArtifactFixture.SIGNING.write(c, folder.resolve("a.zip")).file();
        assertThat(Files.size(file)).isGreaterThan(3_000_000);
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            assertThat(bytes(artifact.text(change))).asString().isEqualTo(text);
        }
    }

    @Test
    void textsAreCheckedOnUseWhenAskedTo() throws IOException {
        Path file = ArtifactFixture.UNSIGNED
                .write(ArtifactFixture.small(), folder.resolve("a.zip"))
                .file();
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT, ArtifactReader.Check.ON_USE)) {
            Change change = artifact.manifest().changes().get(0);
            assertThat(bytes(artifact.text(change))).asString().startsWith("create table");
        }
    }

    private void assertOnly(String... names) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString())).containsExactlyInAnyOrder(names);
        }
    }

    private static byte[] bytes(ScriptText text) throws IOException {
        try (InputStream in = text.open()) {
            return in.readAllBytes();
        }
    }

    private static ScriptText raw(byte[] bytes) {
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

    private static <V> Map<String, V> reversed(Map<String, V> map) {
        List<String> keys = new ArrayList<>(map.keySet());
        Collections.reverse(keys);
        Map<String, V> reversed = new LinkedHashMap<>();
        keys.forEach(k -> reversed.put(k, map.get(k)));
        return reversed;
    }
}
