package io.slipway.studio.footage;

import io.slipway.enablement.program.Programs;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.studio.recording.ClipCutting;
import io.slipway.studio.recording.Processes;
import io.slipway.studio.recording.Recording;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** Takes in a recording from elsewhere: proposes cuts, lets a person decide on a page, and renders what is left. */
public final class FootageDesk {
    /** So fine is the wave on the time line at most. */
    private static final int WAVE = 20_000;

    private final Path folder;
    private final CutFile cuts;
    private final Footage footage;
    private final Path ffmpeg;
    private final Processes processes;
    private final Map<String, String> environment;
    private final Cancellation cancellation;
    private final Progress progress;

    /**
     * @param file the recording
     * @param folder where its cuts and the film made of it go
     * @param environment variables that name the programs
     * @throws SlipwayException {@code program-missing}; {@code recording-invalid}: the file is no film that can be read
     */
    public FootageDesk(
            Path file, Path folder, Map<String, String> environment, Cancellation cancellation, Progress progress) {
        this.folder = folder;
        this.cuts = new CutFile(folder);
        this.environment = Map.copyOf(environment);
        this.cancellation = cancellation;
        this.progress = progress;
        this.ffmpeg = Programs.FFMPEG.require(environment);
        this.processes = new Processes(cancellation);
        this.footage = new FootageReader(ffmpeg, Programs.FFPROBE.require(environment), processes).read(file);
    }

    /**
     * The cuts of the folder, which are proposed first when there are none.
     *
     * @throws SlipwayException {@code recording-invalid}: the folder is about another recording; {@code cancelled}
     */
    public CutList list() {
        if (cuts.exists()) {
            CutList list = cuts.read();
            if (list.bytes() != footage.bytes()) {
                throw FootageReader.invalid(
                        cuts.path() + " is about another recording, " + list.file() + " of " + list.bytes() + " bytes.",
                        "Name another folder with --to.");
            }
            return list;
        }
        Measures measures = new Sampling(ffmpeg, processes, progress).measure(footage);
        CutList list = new CutList(
                CutList.FORMAT_VERSION,
                1,
                footage.name(),
                footage.bytes(),
                measures.seconds(),
                Math.max(0, Math.round((footage.seconds() - measures.seconds()) * 10) / 10.0),
                footage.sound(),
                Proposals.of(measures),
                List.of(new CutList.Chapter(0, title())));
        cuts.writeWave(measures.loudness().wave(WAVE));
        cuts.write(list);
        return list;
    }

    private String title() {
        return footage.name().replaceFirst("\\.[A-Za-z0-9]{2,4}$", "");
    }

    public Path path() {
        return cuts.path();
    }

    /** Opens the page on which a person decides, on this machine only. To be closed. */
    public CutServer open() {
        return CutServer.start(cuts, footage);
    }

    /** @throws SlipwayException {@code recording-invalid}, {@code cancelled}, {@code folder-unwritable}, {@code scenario-failed}: ffmpeg failed */
    public Recording render(Clock clock) {
        return new Rendering(ffmpeg, processes, new ClipCutting(environment, cancellation), progress)
                .run(
                        footage,
                        list(),
                        folder,
                        Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
