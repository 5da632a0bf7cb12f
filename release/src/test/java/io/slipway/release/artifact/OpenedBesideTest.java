package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.artifact.ArtifactReader.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An artifact that somebody begins to open before it is known whether it is used. */
final class OpenedBesideTest {
    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void write() {
        file = ArtifactFixture.SIGNING
                .write(ArtifactFixture.small(), folder.resolve("sound.zip"))
                .file();
    }

    @Test
    void itGivesWhatItGivesOtherwise() {
        try (Artifact begun = ArtifactReader.open(file, Limits.DEFAULT, Check.ALL_ON_USE);
                Artifact whole = ArtifactReader.open(file, Limits.DEFAULT)) {
            begun.begin();
            begun.begin();
            assertThat(begun.manifest()).isEqualTo(whole.manifest());
            assertThat(begun.proof()).isEqualTo(whole.proof());
        }
    }

    @Test
    void whatIsWrongIsToldToWhoUsesIt() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT, Check.ALL_ON_USE)) {
            artifact.begin();
            assertThatThrownBy(artifact::manifest).hasMessageContaining("a byte of the file was changed");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void closedBeforeItIsOpenTheFileIsNotKeptOpen() throws IOException {
        Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT, Check.ALL_ON_USE);
        artifact.close();
        // who opens it has no other end
        assertThat(artifact.manifest().changes()).isNotEmpty();
        assertThat(open()).noneMatch(path -> path.endsWith("sound.zip"));
    }

    private static List<Path> open() throws IOException {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(Files::isSymbolicLink)
                    .map(OpenedBesideTest::target)
                    .toList();
        }
    }

    private static Path target(Path link) {
        try {
            return Files.readSymbolicLink(link);
        } catch (IOException e) {
            // it was open only for this list
            return link;
        }
    }
}
