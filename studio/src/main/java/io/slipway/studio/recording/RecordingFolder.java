package io.slipway.studio.recording;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.Reports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of one recording: the master {@code film.mp4}, its twin {@code film.webm}, what it is made of
 * ({@code recording.json}), and what is made of both: clips, captions, chapters and the page to watch it on.
 */
public final class RecordingFolder {
    private static final String ABOUT = "recording.json";
    private static final Pattern CLIP = Pattern.compile("clip-\\d+\\.(mp4|webm|vtt)");

    private final Path folder;

    public RecordingFolder(Path folder) {
        this.folder = folder;
    }

    public Path master() {
        return folder.resolve("film.mp4");
    }

    public Path webm() {
        return folder.resolve("film.webm");
    }

    public Path page() {
        return folder.resolve("watch.html");
    }

    public static boolean is(Path folder) {
        return Files.isRegularFile(folder.resolve(ABOUT));
    }

    /** @throws SlipwayException {@code scenario-unknown}: there is none; {@code recording-invalid}: it cannot be read */
    public Recording read() {
        Path file = folder.resolve(ABOUT);
        if (!Files.isRegularFile(file)) {
            throw SlipwayException.of(
                    ErrorCode.SCENARIO_UNKNOWN,
                    "There is no recording in " + folder + ": it has no " + ABOUT + ".",
                    "Make one with 'slipway scenario record'.");
        }
        try {
            Recording recording = Reports.read(Files.readString(file, StandardCharsets.UTF_8), Recording.class);
            if (recording.formatVersion() != Recording.FORMAT_VERSION
                    || Stream.of(recording.chapters(), recording.captions(), recording.pages())
                            .anyMatch(Objects::isNull)) {
                throw invalid(file + " was written by another version of Slipway.");
            }
            return recording;
        } catch (IOException | IllegalArgumentException e) {
            throw invalid(file + " cannot be read as a recording.").causedBy(e);
        }
    }

    private static SlipwayException invalid(String what) {
        return SlipwayException.of(ErrorCode.RECORDING_INVALID, what, "Record it again.");
    }

    /** Writes the texts of a recording: captions, chapters, page, and last what it is made of. */
    public void write(Recording recording) throws IOException {
        text("captions.vtt", WebVtt.captions(recording.captions(), 0, recording.seconds()));
        text("chapters.vtt", WebVtt.chapters(recording.chapters()));
        text("watch.html", WatchPage.text(recording));
        text(ABOUT, Reports.text(recording));
    }

    /**
     * Cuts one clip for each chapter out of the master.
     *
     * @param to folder where they go
     * @throws SlipwayException {@code recording-invalid}: there is no master, or its chapters do not fill it; nothing is
     *     changed then
     */
    void cutClips(Recording recording, Cutting cutting, Path to) throws IOException {
        check(recording);
        cut(recording, cutting, master(), ".mp4", to);
        if (Files.isRegularFile(webm())) {
            cut(recording, cutting, webm(), ".webm", to);
        }
        for (Recording.Chapter chapter : recording.chapters()) {
            Files.writeString(
                    to.resolve(chapter.clip().replace(".mp4", ".vtt")),
                    WebVtt.captions(recording.captions(), chapter.from(), chapter.to()),
                    StandardCharsets.UTF_8);
        }
    }

    /** Takes away the clips of chapters that are no more. */
    public void forgetClips(Recording recording) throws IOException {
        Set<String> clips = recording.chapters().stream()
                .flatMap(each -> Stream.of(".mp4", ".webm", ".vtt")
                        .map(ending -> each.clip().replace(".mp4", ending)))
                .collect(Collectors.toSet());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (CLIP.matcher(name).matches() && !clips.contains(name)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private void cut(Recording recording, Cutting cutting, Path film, String ending, Path to) {
        Set<Integer> keyFrames = cutting.keyFrames(film);
        for (Recording.Chapter chapter : recording.chapters()) {
            int from = Film.frames(chapter.from());
            cutting.clip(
                    film,
                    from,
                    from + chapter.frames(),
                    keyFrames.contains(from),
                    to.resolve(chapter.clip().replace(".mp4", ending)));
        }
    }

    private void check(Recording recording) {
        if (!Files.isRegularFile(master())) {
            throw SlipwayException.of(
                    ErrorCode.RECORDING_INVALID,
                    "There is no film to cut clips from: " + master() + " is missing.",
                    "Put it back, or record it again.");
        }
        int end = 0;
        for (Recording.Chapter chapter : recording.chapters()) {
            if (Film.frames(chapter.from()) != end || chapter.frames() <= 0) {
                throw SlipwayException.of(
                        ErrorCode.RECORDING_INVALID,
                        "The chapter '" + chapter.title() + "' in " + folder.resolve(ABOUT)
                                + " must begin where the one before it ends, at " + Film.seconds(end)
                                + " s, and end after that.",
                        "Mend its times.");
            }
            end += chapter.frames();
        }
        if (end != recording.frames()) {
            throw SlipwayException.of(
                    ErrorCode.RECORDING_INVALID,
                    "The chapters in " + folder.resolve(ABOUT) + " end at " + Film.seconds(end) + " s and the film at "
                            + recording.seconds() + " s.",
                    "Mend their times.");
        }
    }

    /** The same with clips that follow its chapters' times: somebody may have moved or named them anew. */
    static Recording numbered(Recording recording) {
        List<Recording.Chapter> chapters = new ArrayList<>();
        for (Recording.Chapter chapter : recording.chapters()) {
            chapters.add(Recording.chapter(
                    chapters.size(), chapter.title(), Film.frames(chapter.from()), Film.frames(chapter.to())));
        }
        return recording.with(List.copyOf(chapters));
    }

    private void text(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
    }
}
