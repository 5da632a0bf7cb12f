package io.slipway.studio.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes video files of a film with ffmpeg. */
final class Cutting {
    private static final double HALF_A_FRAME = 0.5 / Film.RATE;

    private final Path ffmpeg;
    private final Path ffprobe;
    private final Processes processes;

    Cutting(Path ffmpeg, Path ffprobe, Processes processes) {
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
        this.processes = processes;
    }

    /**
     * The whole film as MP4; each chapter begins with a picture of its own that needs no other, so that clips can be cut
     * there without coding anew.
     */
    void master(Film film, Optional<Path> sound, Path captions, Path file) {
        Path list = list(film, file);
        List<String> command = start();
        command.addAll(List.of("-threads", "1", "-f", "concat", "-safe", "0", "-i", list.toString()));
        sound.ifPresent(track -> command.addAll(List.of("-i", track.toString())));
        command.addAll(List.of("-i", captions.toString()));
        int captionInput = sound.isPresent() ? 2 : 1;
        command.addAll(List.of("-map", "0:v"));
        if (sound.isPresent()) {
            command.addAll(List.of("-map", "1:a", "-c:a", "aac", "-b:a", "96k"));
        }
        command.addAll(List.of(
                "-map",
                captionInput + ":s",
                "-c:s",
                "mov_text",
                "-metadata:s:s:0",
                "language=eng",
                "-vf",
                pictures(film),
                "-t",
                time(film.length()),
                "-c:v",
                "libx264",
                // pictures that stand are known without looking far ahead, for which each is kept in memory
                "-rc-lookahead",
                "5",
                "-threads",
                "2",
                "-preset",
                "veryfast",
                "-tune",
                "stillimage",
                "-crf",
                "20",
                "-bf",
                "0",
                "-g",
                Integer.toString(10 * Film.RATE),
                "-force_key_frames",
                starts(film),
                "-movflags",
                "+faststart",
                file.toString()));
        run(command, list);
    }

    /** The same as WebM, made from the pictures and not from the MP4; clips can be cut there too. */
    void webm(Film film, Optional<Path> sound, Path file) {
        Path list = list(film, file);
        List<String> command = start();
        command.addAll(List.of("-threads", "1", "-f", "concat", "-safe", "0", "-i", list.toString()));
        sound.ifPresent(track -> command.addAll(List.of("-i", track.toString(), "-c:a", "libopus", "-b:a", "64k")));
        command.addAll(List.of(
                "-vf",
                pictures(film),
                "-t",
                time(film.length()),
                "-c:v",
                "libvpx-vp9",
                "-deadline",
                "realtime",
                "-cpu-used",
                "8",
                "-row-mt",
                "1",
                "-threads",
                "2",
                "-lag-in-frames",
                "0",
                "-crf",
                "30",
                "-b:v",
                "0",
                "-g",
                Integer.toString(10 * Film.RATE),
                "-force_key_frames",
                starts(film),
                file.toString()));
        run(command, list);
    }

    private void run(List<String> command, Path list) {
        try {
            processes.run(command);
            Files.delete(list);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The frames of a film at which a clip can begin without coding anew. */
    Set<Integer> keyFrames(Path film) {
        return processes
                .run(List.of(
                        ffprobe.toString(),
                        "-v",
                        "error",
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "packet=pts_time,flags",
                        "-of",
                        "csv=p=0",
                        "file:" + film.toAbsolutePath()))
                .lines()
                .map(line -> line.split(","))
                .filter(packet -> packet.length > 1 && packet[1].startsWith("K"))
                .map(packet -> Film.frames(Double.parseDouble(packet[0])))
                .collect(Collectors.toSet());
    }

    /**
     * A part of a film, as MP4 or as WebM like the film, from one frame to before another.
     *
     * @param whole whether its first picture needs no other: it is not coded anew then
     */
    void clip(Path film, int from, int to, boolean whole, Path file) {
        List<String> command = start();
        // A WebM's pictures begin some milliseconds late, by what its sound needs first. Asked for by the very time,
        // what is copied would begin at the picture before that needs no other.
        double late = whole ? HALF_A_FRAME : 0;
        command.addAll(List.of(
                "-ss",
                time(Film.seconds(from) + late),
                "-i",
                film.toString(),
                "-t",
                time(Film.seconds(to - from) - late)));
        command.addAll(List.of("-map", "0:v", "-map", "0:a?", "-c", "copy"));
        boolean webm = file.toString().endsWith(".webm");
        if (!whole) {
            command.addAll(
                    webm
                            ? List.of(
                                    "-c:v",
                                    "libvpx-vp9",
                                    "-deadline",
                                    "realtime",
                                    "-cpu-used",
                                    "8",
                                    "-crf",
                                    "30",
                                    "-b:v",
                                    "0")
                            : List.of("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-bf", "0"));
        }
        command.addAll(webm ? List.of() : List.of("-movflags", "+faststart"));
        command.add(file.toString());
        processes.run(command);
    }

    private List<String> start() {
        return new ArrayList<>(List.of(ffmpeg.toString(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"));
    }

    /** Ended by a filter: told a number of pictures, ffmpeg leaves out the sound that comes later than the last. */
    private static String pictures(Film film) {
        return "fps=" + Film.RATE + ",scale=1920:1080:flags=lanczos,format=yuv420p,trim=end_frame=" + film.length();
    }

    private static Path list(Film film, Path beside) {
        StringBuilder list = new StringBuilder("ffconcat version 1.0\n");
        for (Film.Shot shot : film.shots()) {
            list.append("file '")
                    .append(shot.picture())
                    .append("'\nduration ")
                    .append(time(shot.frames()))
                    .append('\n');
        }
        // the last duration counts only when another picture follows
        list.append("file '")
                .append(film.shots().get(film.shots().size() - 1).picture())
                .append("'\n");
        try {
            return Files.writeString(
                    beside.resolveSibling("." + beside.getFileName() + ".ffconcat"), list, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String starts(Film film) {
        return film.chapters().stream().map(chapter -> time(chapter.at())).collect(Collectors.joining(","));
    }

    private static String time(int frames) {
        return time(Film.seconds(frames));
    }

    private static String time(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
