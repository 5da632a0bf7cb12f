package io.slipway.cli.output;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes what {@code --report} asks for. */
public final class ReportFile {
    private ReportFile() {}

    /** @throws SlipwayException {@code usage}: it cannot be written there */
    public static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.USAGE,
                            "The report " + file + " cannot be written: " + e.getMessage() + ".",
                            "Name a file in a folder that is there.")
                    .causedBy(e);
        }
    }
}
