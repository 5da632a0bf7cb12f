package io.slipway.studio.recording;

import io.slipway.enablement.program.Programs;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** Makes the clips of a recording again, from its master and the chapters in its {@code recording.json}. */
public final class ClipCutting {
    private final Cutting cutting;

    /**
     * @param environment variables that name the programs
     * @throws SlipwayException {@code program-missing}
     */
    public ClipCutting(Map<String, String> environment, Cancellation cancellation) {
        this.cutting = new Cutting(
                Programs.FFMPEG.require(environment),
                Programs.FFPROBE.require(environment),
                new Processes(cancellation));
    }

    /**
     * @throws SlipwayException {@code scenario-unknown}, {@code recording-invalid}, {@code folder-unwritable},
     *     {@code cancelled}
     */
    public Recording run(Path folder) {
        RecordingFolder into = new RecordingFolder(folder);
        Recording recording = RecordingFolder.numbered(into.read());
        Making.into(folder, making -> {
            into.cutClips(recording, cutting, making);
            new RecordingFolder(making).write(recording);
        });
        try {
            into.forgetClips(recording);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return recording;
    }
}
