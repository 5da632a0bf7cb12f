package io.slipway.release.artifact;

import io.slipway.release.digest.Sha256;
import io.slipway.release.version.SlipwayVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The files that this version of Slipway wrote on this machine, by their SHA-256, kept with what is the project's own
 * here. Of one of them only the bytes are compared: that they make a sound artifact was seen to when they were written.
 */
public final class WrittenHere {
    private static final String FILE = "written-artifacts";
    /** The next packaging goes on from the newest; older ones are for pipelines beside it. */
    private static final int LINES = 50;

    private final Path folder;

    /** @param folder is made when something is to be kept */
    public WrittenHere(Path folder) {
        this.folder = folder;
    }

    boolean has(String sha256) {
        return Sha256.isHex(sha256) && lines().contains(line(sha256));
    }

    /** Whoever cannot keep it finds out everything once more the next time. */
    public void add(ArtifactWriter.Written written) {
        List<String> lines = new ArrayList<>(lines());
        lines.remove(line(written.sha256()));
        lines.add(line(written.sha256()));
        Path temporary = folder.resolve("." + FILE + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(folder);
            try {
                Files.write(
                        temporary,
                        lines.subList(Math.max(0, lines.size() - LINES), lines.size()),
                        StandardCharsets.UTF_8);
                Files.move(temporary, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            return;
        }
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(folder.resolve(FILE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return List.of();
        }
    }

    private static String line(String sha256) {
        return SlipwayVersion.CURRENT + " " + sha256;
    }
}
