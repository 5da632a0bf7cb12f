package io.slipway.studio.recording;

import io.slipway.enablement.program.Programs;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.execute.Cancellation;
import io.slipway.studio.play.Play;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.play.Watcher;
import io.slipway.studio.play.Watchers;
import io.slipway.studio.stage.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Films a scenario: master, clips, captions, chapters and a page to watch them on, all in one folder. */
public final class Filming {
    private final Path folder;
    private final Map<String, String> environment;
    private final boolean spoken;
    private final Clock clock;
    private final Cancellation cancellation;

    /**
     * @param folder where the recordings go, each into a folder of its own
     * @param environment variables that name the programs
     * @param spoken whether what is said is spoken
     */
    public Filming(
            Path folder, Map<String, String> environment, boolean spoken, Clock clock, Cancellation cancellation) {
        this.folder = folder;
        this.environment = environment;
        this.spoken = spoken;
        this.clock = clock;
        this.cancellation = cancellation;
    }

    /**
     * Sees to it that the programs are there and run, before anything is played for them.
     *
     * @throws io.slipway.release.error.SlipwayException {@code program-missing}
     */
    public void requirePrograms() {
        for (Programs each : List.of(Programs.FFMPEG, Programs.FFPROBE, Programs.VOICE)) {
            if (each != Programs.VOICE || spoken) {
                each.version(each.require(environment));
            }
        }
    }

    /**
     * How filming ended.
     *
     * @param recording empty when a step failed: nothing was written then
     */
    public record Result(PlayResult played, Optional<Recording> recording) {}

    /**
     * @throws io.slipway.release.error.SlipwayException {@code program-missing}, {@code scenario-failed},
     *     {@code folder-unwritable}, {@code cancelled}
     */
    public Result run(Scenario scenario, Stage stage) {
        Processes processes = new Processes(cancellation);
        Cutting cutting =
                new Cutting(Programs.FFMPEG.require(environment), Programs.FFPROBE.require(environment), processes);
        try {
            Path work = Files.createTempDirectory("slipway-film-");
            try {
                Film film = new Film();
                Optional<SpokenVoice> speaker = spoken
                        ? Optional.of(new SpokenVoice(Programs.VOICE.require(environment), work, processes))
                        : Optional.empty();
                Voice voice = speaker.<Voice>map(each -> each).orElseGet(Voice.Silent::new);
                Camera camera = new Camera(film, new Lens(work), stage, voice);
                PagesSeen seen = new PagesSeen(stage);
                Watcher watchers = new Watchers(List.of(camera, seen));
                PlayResult played = new Play(stage, camera, watchers, cancellation).run(scenario);
                if (!(played instanceof PlayResult.Passed)) {
                    return new Result(played, Optional.empty());
                }
                // the browser and coding together would need half as much memory again
                stage.rest();
                Optional<Path> sound = speaker.map(each -> each.track(film.length()));
                return new Result(
                        played, Optional.of(write(film, scenario, stage, seen.pages(), sound, work, cutting)));
            } finally {
                Making.delete(work);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Recording write(
            Film film,
            Scenario scenario,
            Stage stage,
            List<Recording.Page> pages,
            Optional<Path> sound,
            Path work,
            Cutting cutting)
            throws IOException {
        Recording recording = Recording.of(
                film,
                scenario,
                stage.installation().name(),
                Instant.now(clock).truncatedTo(ChronoUnit.SECONDS).toString(),
                spoken,
                pages);
        Path captions = Files.writeString(
                work.resolve("captions.vtt"), WebVtt.captions(recording.captions(), 0, recording.seconds()));
        Path into = folder.resolve(scenario.name());
        Making.into(into, making -> {
            RecordingFolder files = new RecordingFolder(making);
            cutting.master(film, sound, captions, files.master());
            cutting.webm(film, sound, files.webm());
            files.cutClips(recording, cutting, making);
            files.write(recording);
        });
        new RecordingFolder(into).forgetClips(recording);
        return recording;
    }
}
