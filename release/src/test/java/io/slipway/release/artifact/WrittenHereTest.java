package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.ScriptText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An artifact that was written on this machine is opened again with less work, and not with less certainty. */
final class WrittenHereTest {
    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() {
        file = folder.resolve("a.zip");
        written().add(ArtifactFixture.SIGNING.write(ArtifactFixture.small(), file));
    }

    private WrittenHere written() {
        return new WrittenHere(folder.resolve("local"));
    }

    @Test
    void theSameFactsAndTextsAreThere() throws IOException {
        try (Artifact read = ArtifactReader.open(file, Limits.DEFAULT);
                Artifact known = ArtifactReader.open(file, Limits.DEFAULT, written())) {
            assertThat(known.digest()).isEqualTo(read.digest());
            assertThat(known.manifest()).isEqualTo(read.manifest());
            assertThat(known.proof()).isEqualTo(read.proof());
            assertThat(known.schema()).isEqualTo(read.schema());
            assertThat(known.signature()).usingRecursiveComparison().isEqualTo(read.signature());
            for (Change change : read.manifest().changes()) {
                assertThat(known.text(change).open().readAllBytes())
                        .isEqualTo(read.text(change).open().readAllBytes());
            }
        }
    }

    /** Whoever packages has the same artifact as a colleague who got the one before it from elsewhere. */
    @Test
    void theNextOneIsTheSameWhicheverWayItsParentWasOpened() throws IOException {
        try (Artifact read = ArtifactReader.open(file, Limits.DEFAULT);
                Artifact known = ArtifactReader.open(file, Limits.DEFAULT, written())) {
            Path one = next(read, "one.zip");
            Path other = next(known, "other.zip");
            assertThat(Files.mismatch(one, other)).isEqualTo(-1);
            ArtifactReader.open(one, Limits.DEFAULT).close();
        }
    }

    /** With a proof of the first change that has more rows, as of a later look at it. */
    private Path next(Artifact parent, String name) {
        Manifest manifest = parent.manifest();
        Change first = manifest.changes().get(0);
        ChangeProof before = parent.proof().of(first);
        ChangeProof later = new ChangeProof(
                before.statements(),
                77,
                before.transactional(),
                before.locks(),
                before.work(),
                before.objects(),
                before.rollback(),
                before.findings());
        Proof proof = parent.proof().with("PostgreSQL 19", Map.of(first.key(), later));
        assertThat(proof.changes()).hasSameSizeAs(parent.proof().changes());
        Map<String, ScriptText> texts = new LinkedHashMap<>();
        Map<String, ScriptText> rollbacks = new LinkedHashMap<>();
        for (Change change : manifest.changes()) {
            texts.put(change.digest(), parent.text(change));
            change.rollback()
                    .ifPresent(digest ->
                            rollbacks.put(digest, parent.rollback(change).orElseThrow()));
        }
        return ArtifactFixture.SIGNING
                .write(new ArtifactContents(manifest, proof, parent.schema(), texts, rollbacks), folder.resolve(name))
                .file();
    }

    @Test
    void aByteThatWasChangedSinceIsSeen() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < bytes.length; at += 7) {
            bytes[at] ^= 4;
            Files.write(file, bytes);
            assertThatThrownBy(() -> ArtifactReader.open(file, Limits.DEFAULT, written()))
                    .as("byte %d", at)
                    .isInstanceOf(SlipwayException.class);
            bytes[at] ^= 4;
        }
    }

    /** Every checksum was put right, so that nothing but reading all of it shows what is wrong with it. */
    @Test
    void anotherFileOfTheSameNameIsReadWholly() throws IOException {
        Forgery forgery = Forgery.of(ArtifactFixture.UNSIGNED
                .write(ArtifactFixture.small(), folder.resolve("b.zip"))
                .file());
        forgery.replace(EntryName.PROOF, s -> s.replace("\"rows\": 0", "\"rows\": -5"))
                .withProvenance();
        Files.move(forgery.write(folder.resolve("forged.zip")), file, StandardCopyOption.REPLACE_EXISTING);
        assertThatThrownBy(() -> ArtifactReader.open(file, Limits.DEFAULT, written()))
                .hasMessageContaining("fewer than nothing");
    }

    @Test
    void aListThatIsNoneIsAsGoodAsAnEmptyOne() throws IOException {
        Files.write(folder.resolve("local/written-artifacts"), new byte[] {(byte) 0xFF, 0, 7});
        ArtifactReader.open(file, Limits.DEFAULT, written()).close();
        written().add(ArtifactFixture.SIGNING.write(ArtifactFixture.small(), folder.resolve("c.zip")));
        assertThat(Files.readAllLines(folder.resolve("local/written-artifacts")))
                .hasSize(1);
    }
}
