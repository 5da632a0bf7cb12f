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
        List<String> command = start();
        command.addAll(
                List.of("-f", "concat", "-safe", "0", "-i", list(film, file).toString()));
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
                "fps=" + Film.RATE + ",scale=1920:1080:flags=lanczos,format=yuv420p",
                "-frames:v",
                Integer.toString(film.length()),
                "-c:v",
                "libx264",
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
        processes.run(command);
    }

    /** The same as WebM, made from the pictures and not from the MP4. */
    void webm(Film film, Optional<Path> sound, Path file) {
        List<String> command = start();
        command.addAll(
                List.of("-f", "concat", "-safe", "0", "-i", list(film, file).toString()));
        sound.ifPresent(track -> command.addAll(List.of("-i", track.toString(), "-c:a", "libopus", "-b:a", "64k")));
        command.addAll(List.of(
                "-vf",
                "fps=" + Film.RATE + ",scale=1920:1080:flags=lanczos,format=yuv420p",
                "-frames:v",
                Integer.toString(film.length()),
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
                "-crf",
                "30",
                "-b:v",
                "0",
                "-g",
                Integer.toString(10 * Film.RATE),
                file.toString()));
        processes.run(command);
    }

    /** The frames of a master at which a clip can begin without coding anew. */
    Set<Integer> keyFrames(Path master) {
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
                        "file:" + master.toAbsolutePath()))
                .lines()
                .map(line -> line.split(","))
                .filter(packet -> packet.length > 1 && packet[1].startsWith("K"))
                .map(packet -> Film.frames(Double.parseDouble(packet[0])))
                .collect(Collectors.toSet());
    }

    /**
     * A part of a master, from one frame to before another.
     *
     * @param whole whether its first picture needs no other: it is not coded anew then
     */
    void clip(Path master, int from, int to, boolean whole, Path file) {
        List<String> command = start();
        command.addAll(List.of("-ss", time(from), "-i", master.toString(), "-t", time(to - from)));
        command.addAll(List.of("-map", "0:v", "-map", "0:a?", "-c", "copy"));
        if (!whole) {
            command.addAll(List.of("-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-bf", "0"));
        }
        command.addAll(List.of("-frames:v", Integer.toString(to - from), "-movflags", "+faststart", file.toString()));
        processes.run(command);
    }

    private List<String> start() {
        return new ArrayList<>(List.of(ffmpeg.toString(), "-hide_banner", "-nostdin", "-loglevel", "error", "-y"));
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
        return String.format(Locale.ROOT, "%.3f", Film.seconds(frames));
    }
}
