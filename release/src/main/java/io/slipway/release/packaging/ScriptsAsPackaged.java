package io.slipway.release.packaging;

import io.slipway.release.script.FileStamps;
import io.slipway.release.version.SlipwayVersion;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Which files of the scripts folder are as an artifact has them, kept with what is the project's own on this machine: the
 * next packaging need not read them. Nothing that an artifact holds comes from here.
 *
 * @param artifact its digest; empty where nothing is known
 */
record ScriptsAsPackaged(String artifact, FileStamps files) {
    private static final String FILE = "scripts-as-packaged";
    private static final int BUFFER = 1 << 16;

    /** @param folder where {@link #keep} left it */
    static ScriptsAsPackaged in(Path folder) {
        try (DataInputStream in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(folder.resolve(FILE)), BUFFER))) {
            if (in.readUTF().equals(SlipwayVersion.CURRENT)) {
                return new ScriptsAsPackaged(in.readUTF(), FileStamps.read(in));
            }
        } catch (IOException | RuntimeException e) {
            // none yet, or no more what was written: all is read
            return new ScriptsAsPackaged("", FileStamps.none());
        }
        return new ScriptsAsPackaged("", FileStamps.none());
    }

    /** Whether what it says holds where this is the newest artifact; of nothing it says nothing. */
    boolean isOf(String newest) {
        return artifact.isEmpty() || artifact.equals(newest);
    }

    void keepIfOther(Path folder, ScriptsAsPackaged now) {
        if (!now.equals(this) && !now.artifact().isEmpty()) {
            now.keep(folder);
        }
    }

    /** Where that cannot be kept, all is read once more the next time. */
    void keep(Path folder) {
        Path temporary = folder.resolve("." + FILE + "." + UUID.randomUUID() + ".tmp");
        try {
            Files.createDirectories(folder);
            try {
                try (DataOutputStream out =
                        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(temporary), BUFFER))) {
                    out.writeUTF(SlipwayVersion.CURRENT);
                    out.writeUTF(artifact);
                    files.write(out);
                }
                Files.move(temporary, folder.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException e) {
            return;
        }
    }
}
