package io.slipway.release.artifact;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

final class DamagePropertyTest {
    private static Path folder = Path.of("");
    private static byte[] sound = {};

    @BeforeContainer
    static void write() throws IOException {
        folder = Files.createTempDirectory("damage");
        sound = Files.readAllBytes(ArtifactFixture.SIGNING
                .write(ArtifactFixture.large(20), folder.resolve("sound.zip"))
                .file());
    }

    @AfterContainer
    static void delete() throws IOException {
        for (String name : new String[] {"sound.zip", "flipped.zip", ""}) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    @Property(tries = 2000)
    void anyOtherByteAnywhereIsRefused(
            @ForAll @IntRange(max = 1_000_000) int where, @ForAll @IntRange(min = 1, max = 255) int difference)
            throws IOException {
        byte[] flipped = sound.clone();
        flipped[where % sound.length] ^= (byte) difference;
        Path file = Files.write(folder.resolve("flipped.zip"), flipped);
        assertThatThrownBy(() -> ArtifactReader.open(file, Limits.DEFAULT).close())
                .isInstanceOfSatisfying(SlipwayException.class, e -> {
                    if (e.code() != ErrorCode.ARTIFACT_DAMAGED) {
                        throw new AssertionError(e);
                    }
                });
    }
}
