package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What accidents do to a file. */
final class DamageTest {
    @TempDir
    Path folder;

    private byte[] sound = {};

    @BeforeEach
    void write() throws IOException {
        sound = Files.readAllBytes(ArtifactFixture.SIGNING
                .write(ArtifactFixture.small(), folder.resolve("sound.zip"))
                .file());
    }

    /** At the latest when something of it is used. */
    @ParameterizedTest
    @EnumSource(ArtifactReader.Check.class)
    void everyFlippedByteIsRefused(ArtifactReader.Check check) throws IOException {
        List<Integer> accepted = new ArrayList<>();
        Path file = folder.resolve("flipped.zip");
        for (int i = 0; i < sound.length; i++) {
            byte[] flipped = sound.clone();
            flipped[i] ^= (byte) (1 << (i % 8));
            Files.write(file, flipped);
            try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT, check)) {
                artifact.manifest();
                accepted.add(i);
            } catch (SlipwayException e) {
                assertThat(e.code()).as("byte %d", i).isEqualTo(ErrorCode.ARTIFACT_DAMAGED);
            }
        }
        assertThat(accepted).isEmpty();
    }

    @Test
    void everyCutIsRefused() throws IOException {
        for (int i = 0; i < 50; i++) {
            Path file = Files.write(folder.resolve("cut.zip"), Arrays.copyOf(sound, sound.length * i / 50));
            assertRefused(file, ErrorCode.ARTIFACT_DAMAGED, "cut.zip");
        }
    }

    @Test
    void bytesBeforeOrAfterAreRefused() throws IOException {
        byte[] longer = Arrays.copyOf(sound, sound.length + 1);
        assertRefused(Files.write(folder.resolve("after.zip"), longer), ErrorCode.ARTIFACT_DAMAGED, "does not end as");

        byte[] shifted = new byte[sound.length + 1];
        System.arraycopy(sound, 0, shifted, 1, sound.length);
        assertRefused(Files.write(folder.resolve("before.zip"), shifted), ErrorCode.ARTIFACT_DAMAGED, "SHA-256");
    }

    @Test
    void whatIsMissingOrIsNoFileIsNamed() {
        assertRefused(folder.resolve("none.zip"), ErrorCode.ARTIFACT_MISSING, "none.zip");
        assertRefused(folder, ErrorCode.ARTIFACT_MISSING, "is no file");
    }

    @Test
    void otherFilesAreNoArtifacts() throws IOException {
        Path text = Files.writeString(folder.resolve("text.zip"), "select 1;");
        assertRefused(text, ErrorCode.ARTIFACT_DAMAGED, "never was an artifact");
        Path empty = Files.write(folder.resolve("empty.zip"), new byte[0]);
        assertRefused(empty, ErrorCode.ARTIFACT_DAMAGED, "empty.zip");
    }

    /** A text that is written to while the artifact is open never ends well; this one is longer than what is read ahead. */
    @Test
    void aTextChangedAfterOpeningIsRefusedWhenRead() throws IOException {
        ArtifactContents contents = ArtifactFixture.large(2_000);
        Path file = ArtifactFixture.UNSIGNED
                .write(contents, folder.resolve("open.zip"))
                .file();
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            Files.write(file, new byte[(int) Files.size(file)]);
            Change first = contents.manifest().changes().stream()
                    .min(Comparator.comparing(Change::digest))
                    .orElseThrow();
            assertThatThrownBy(() -> artifact.text(first).open().readAllBytes()).isInstanceOf(SlipwayException.class);
        }
    }

    private static void assertRefused(Path file, ErrorCode code, String part) {
        assertThatThrownBy(() -> ArtifactReader.open(file, Limits.DEFAULT).close())
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.help()).isNotEmpty();
                })
                .hasMessageContaining(part);
    }
}
