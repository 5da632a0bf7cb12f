package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.artifact.Forgery.Entry;
import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody does to a file on purpose, with every checksum put right. */
final class HostileArtifactTest {
    private static final byte[] TEXT = "drop table customer;\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private Path sound = Path.of("");
    private Forgery forgery = new Forgery();
    private String firstText = "";

    @BeforeEach
    void write() throws IOException {
        ArtifactContents contents = ArtifactFixture.small();
        sound = ArtifactFixture.UNSIGNED
                .write(contents, folder.resolve("sound.zip"))
                .file();
        forgery = Forgery.of(sound);
        firstText = EntryName.change(contents.manifest().changes().get(0).digest());
    }

    /** Else the tests below would prove nothing. */
    @Test
    void takingApartAndPuttingTogetherGivesTheSameFile() throws IOException {
        Path again = forgery.withProvenance().write(folder.resolve("again.zip"));
        ArtifactReader.open(again, Limits.DEFAULT).close();
    }

    @ParameterizedTest
    @CsvSource({
        "../evil.sql,leads out of its folder",
        "changes/../../evil.sql,leads out of its folder",
        "/etc/passwd,absolute",
        "C:evil.sql,absolute",
        "changes\\evil.sql,backslash",
        "changes/,is a folder",
        "evil.sql,none that an artifact has",
        "changes/evil.sql,none that an artifact has",
        "MANIFEST.JSON,capitals apart",
        "manifest.json,capitals apart",
        "'',has no name",
    })
    void strangeNamesAreRefused(String name, String part) throws IOException {
        forgery.entries.add(new Entry(name, TEXT));
        assertRefused(ErrorCode.ARTIFACT_HOSTILE, part);
        assertRefusedAtFirst(name, part);
    }

    private void assertRefusedAtFirst(String name, String part) throws IOException {
        forgery.entries.remove(forgery.entries.size() - 1);
        forgery.entries.add(1, new Entry(name, TEXT));
        assertRefused(ErrorCode.ARTIFACT_HOSTILE, part);
    }

    @Test
    void namesNeverReachTheTerminalRaw() throws IOException {
        forgery.entries.add(new Entry("\u001B[31mx", TEXT));
        assertThatThrownBy(this::open).hasMessageContaining("\\u{1B}").message().doesNotContain("\u001B");
    }

    @Test
    void aMissingTextIsRefused() throws IOException {
        forgery.entries.remove(forgery.index(firstText));
        forgery.withProvenance();
        assertRefused(ErrorCode.ARTIFACT_DAMAGED, firstText + " is missing");
    }

    @ParameterizedTest
    @CsvSource({"manifest.json", "proof.json", "schema.json", "provenance.json"})
    void aMissingJsonEntryIsRefused(String name) throws IOException {
        forgery.entries.remove(forgery.index(name));
        if (!name.equals(EntryName.PROVENANCE)) {
            forgery.withProvenance();
        }
        assertRefused(ErrorCode.ARTIFACT_DAMAGED, name);
    }

    @Test
    void aTextThatNoChangeHasIsRefused() throws IOException {
        String name = EntryName.change("f".repeat(64));
        forgery.entries.add(forgery.index(EntryName.rollback(Sha256.of(TEXT))), new Entry(name, TEXT));
        forgery.withProvenance();
        assertRefused(ErrorCode.ARTIFACT_DAMAGED, "belongs to no change");
    }

    @Test
    void anotherTextIsRefusedEvenWhenTheProvenanceAgrees() throws IOException {
        forgery.replace(firstText, TEXT);
        assertRefused(ErrorCode.ARTIFACT_DAMAGED, "not the text that provenance.json speaks of");
        forgery.withProvenance();
        assertRefused(ErrorCode.ARTIFACT_DAMAGED, "holds the text");
    }

    @Test
    void anotherTextIsRefusedBeforeItsFirstByteWhenCheckedOnUse() throws IOException {
        forgery.replace(firstText, TEXT).withProvenance();
        Path file = forgery.write(folder.resolve("forged.zip"));
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT, ArtifactReader.Check.ON_USE)) {
            Change change = artifact.manifest().changes().get(0);
            assertThatThrownBy(() -> artifact.text(change).open()).isInstanceOf(SlipwayException.class);
        }
    }

    @Test
    void whatIsKnownByItsDigestGivesTheSameFactsAndTexts() throws IOException {
        try (Artifact read = ArtifactReader.open(sound, Limits.DEFAULT);
                Artifact known = ArtifactReader.known(sound, Limits.DEFAULT, read.digest())) {
            assertThat(known.manifest()).isEqualTo(read.manifest());
            assertThat(known.proof()).isEqualTo(read.proof());
            // the other way round asks for each by its key
            assertThat(read.proof()).isEqualTo(known.proof());
            assertThat(known.proof().changes()).hasSameSizeAs(read.proof().changes());
            assertThat(known.proof().changes()).doesNotContainKey("none");
            assertThat(known.schema()).isEqualTo(read.schema());
            assertThat(known.signature()).isEqualTo(read.signature());
            known.checkTexts();
        }
    }

    /** Whoever can write into the folder of a node can make a file whose parts all agree; but not with that digest. */
    @Test
    void whatIsKnownByItsDigestIsRefusedWithAnyOtherContent() throws IOException {
        String digest = digestOf(sound);
        forgery.replace(EntryName.PROOF, s -> s.replace("PostgreSQL 18", "PostgreSQL 17"));
        assertThatThrownBy(() -> known(digest)).hasMessageContaining("entry proof.json is not the one");
        forgery.withProvenance();
        assertThatThrownBy(() -> known(digest)).hasMessageContaining("is another artifact than the one with");
    }

    @Test
    void anotherTextOfWhatIsKnownIsRefusedBeforeItsFirstByte() throws IOException {
        String digest = digestOf(sound);
        forgery.replace(firstText, TEXT);
        try (Artifact artifact = known(digest)) {
            Change change = artifact.manifest().changes().get(0);
            assertThatThrownBy(() -> artifact.text(change).open())
                    .hasMessageContaining("not the text that provenance.json speaks of");
        }
    }

    private Artifact known(String digest) throws IOException {
        return ArtifactReader.known(forgery.write(folder.resolve("forged.zip")), Limits.DEFAULT, digest);
    }

    private static String digestOf(Path file) {
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            return artifact.digest();
        }
    }

    @Test
    void anotherFactIsRefusedUnlessTheProvenanceAgrees() throws IOException {
        forgery.replace(EntryName.PROOF, s -> s.replace("PostgreSQL 18", "PostgreSQL 17"));
        assertRefused(ErrorCode.ARTIFACT_DAMAGED, "entry proof.json is not the one");
    }

    @Test
    void entriesOutOfTheirPlaceAreRefused() throws IOException {
        Collections.swap(forgery.entries, 0, 1);
        assertRefused(ErrorCode.ARTIFACT_HOSTILE, "not in its place");
    }

    @Test
    void directoryAndLocalHeadersMustAgree() throws IOException {
        forgery.central = s -> s.name().equals(firstText)
                ? new Slot(s.name(), s.method(), s.crc() ^ 1, s.packed(), s.size(), s.offset())
                : s;
        assertRefused(ErrorCode.ARTIFACT_HOSTILE, "two headers that disagree");
    }

    @Test
    void entriesThatOverlapAreRefused() throws IOException {
        forgery.central = s -> new Slot(s.name(), s.method(), s.crc(), s.packed(), s.size(), 0);
        assertRefused(ErrorCode.ARTIFACT_HOSTILE, "does not begin where");
    }

    @Test
    void bytesBetweenEntriesAndDirectoryAreRefused() throws IOException {
        forgery.last = all -> {
            byte[] shifted = new byte[all.length + 1];
            System.arraycopy(all, 0, shifted, 1, all.length);
            return shifted;
        };
        assertRefused(ErrorCode.ARTIFACT_HOSTILE, "zip directory");
    }

    @Test
    void attributesAreRefused() throws IOException {
        // external attributes of the first entry: 38 bytes into the directory
        forgery.last = all -> {
            for (int i = 0; i < all.length - 4; i++) {
                if (all[i] == 'P' && all[i + 1] == 'K' && all[i + 2] == 1 && all[i + 3] == 2) {
                    all[i + 38] = 1;
                    break;
                }
            }
            return all;
        };
        assertRefused(ErrorCode.ARTIFACT_HOSTILE, "attributes");
    }

    @Test
    void aBombIsRefusedByWhatItSays() throws IOException {
        forgery.replace(firstText, new byte[10_000_000]);
        assertRefused(ErrorCode.ARTIFACT_HOSTILE, "more than 200 times");
    }

    @ParameterizedTest
    @CsvSource({"10,longer than", "1000000,shorter than"})
    void aBombThatLiesAboutItsSizeIsRefused(long claimed, String part) throws IOException {
        int at = forgery.index(EntryName.SCHEMA);
        byte[] noise = new byte[50_000];
        new Random(1).nextBytes(noise);
        byte[] content = HexFormat.of().formatHex(noise).getBytes(StandardCharsets.US_ASCII);
        forgery.entries.set(at, new Entry(EntryName.SCHEMA, content, claimed));
        assertThatThrownBy(this::open).isInstanceOf(SlipwayException.class).hasMessageContaining(part);
    }

    @Test
    void tooMuchOfAnythingIsRefused() throws IOException {
        long size = Files.size(sound);
        assertRefused(new Limits(size - 1, 1 << 20, 1 << 20, 100, 200, 1 << 20, 32), "bytes long");
        assertRefused(new Limits(size, 20, 1 << 20, 100, 200, 1 << 20, 32), "bytes long");
        assertRefused(new Limits(size, 1 << 20, 1000, 100, 200, 1 << 20, 32), "would unpack");
        assertRefused(new Limits(size, 1 << 20, 1 << 20, 7, 200, 1 << 20, 32), "has 8 entries");
        assertRefused(new Limits(size, 1 << 20, 1 << 20, 100, 1, 1 << 20, 32), "times its size");
        assertRefused(new Limits(size, 1 << 20, 1 << 20, 100, 200, 100, 32), "bytes long");
        ArtifactReader.open(sound, new Limits(size, 1 << 20, 1 << 20, 100, 200, 1 << 20, 32))
                .close();
    }

    @Test
    void jsonThatNestsTooDeepIsRefused() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        forgery.replace(EntryName.PROVENANCE, s -> s.replace("\"predicate\":{", "\"predicate\":{\"a\":" + deep + ","));
        Limits generous = new Limits(1 << 24, 1 << 24, 1 << 24, 100, 100_000, 1 << 24, 32);
        Path file = forgery.write(folder.resolve("forged.zip"));
        assertThatThrownBy(() -> ArtifactReader.open(file, generous).close())
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("depth");
    }

    @ParameterizedTest
    @CsvSource({"manifest.json", "provenance.json"})
    void aNewerFormatSaysSo(String unreadable) throws IOException {
        forgery.formatVersion = 12;
        forgery.replace(unreadable, TEXT);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_NEWER_FORMAT);
                    assertThat(e.help()).contains("newer");
                })
                .hasMessageContaining("format 12")
                .hasMessageContaining("up to 1");
        assertThatThrownBy(() -> ArtifactReader.summary(folder.resolve("forged.zip"), Limits.DEFAULT))
                .hasMessageContaining("format 12");
    }

    private void open() throws IOException {
        ArtifactReader.open(forgery.write(folder.resolve("forged.zip")), Limits.DEFAULT)
                .close();
    }

    private void assertRefused(ErrorCode code, String part) {
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        SlipwayException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(code))
                .hasMessageContaining("forged.zip")
                .hasMessageContaining(part);
    }

    private void assertRefused(Limits limits, String part) {
        assertThatThrownBy(() -> ArtifactReader.open(sound, limits).close())
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ARTIFACT_HOSTILE))
                .hasMessageContaining(part);
    }
}
