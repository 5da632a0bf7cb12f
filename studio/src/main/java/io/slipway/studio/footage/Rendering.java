package io.slipway.studio.footage;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.progress.Progress;
import io.slipway.studio.recording.ClipCutting;
import io.slipway.studio.recording.Making;
import io.slipway.studio.recording.Processes;
import io.slipway.studio.recording.Recording;
import io.slipway.studio.recording.RecordingFolder;
import io.slipway.studio.text.OutputFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes a recording of footage: without what was accepted to be cut, and with the list of that. Everything is coded anew,
 * so that cuts lie where they were set, to the frame, and not at the next picture that needs no other.
 */
final class Rendering {
    /** Larger pictures are made as small as that. */
    private static final int WIDTH = 1920;

    private static final int HEIGHT = 1080;
    /** Samples of sound to the second; each frame has the same number of them. */
    private static final int SOUND_RATE = 48_000;

    private static final List<String> MP4 = List.of(
            "-c:v",
            "libx264",
            "-preset",
            "veryfast",
            "-crf",
            "21",
            "-bf",
            "0",
            "-c:a",
            "aac",
            "-b:a",
            "128k",
            "-movflags",
            "+faststart");

    private static final List<String> WEBM = List.of(
            "-c:v",
            "libvpx-vp9",
            "-deadline",
            "realtime",
            "-cpu-used",
            "8",
            "-row-mt",
            "1",
            "-crf",
            "32",
            "-b:v",
            "0",
            "-c:a",
            "libopus",
            "-b:a",
            "96k");

    private final Path ffmpeg;
    private final Processes processes;
    private final ClipCutting clips;
    private final Progress progress;

    Rendering(Path ffmpeg, Processes processes, ClipCutting clips, Progress progress) {
        this.ffmpeg = ffmpeg;
        this.processes = processes;
        this.clips = clips;
        this.progress = progress;
    }

    /**
     * @param taken when it is made, ISO 8601 in UTC
     * @throws SlipwayException {@code recording-invalid}: nothing would be left; {@code folder-unwritable}; {@code cancelled}.
     *     What was made before is as it was then
     */
    Recording run(Footage footage, CutList list, Path folder, String taken) {
        FilmTime time = new FilmTime(list.seconds(), list.accepted(), Recording.RATE);
        if (time.length() < Recording.RATE) {
            throw FootageReader.invalid("The accepted cuts leave less than a second of " + footage.file() + ".", "");
        }
        Recording recording = recording(footage, list, folder, taken, time);
        Making.into(folder, making -> {
            RecordingFolder files = new RecordingFolder(making);
            encode(footage, time, recording, files.master(), MP4);
            encode(footage, time, recording, files.webm(), WEBM);
            files.write(recording);
            clips.run(making);
        });
        RecordingFolder made = new RecordingFolder(folder);
        try {
            made.forgetClips(recording);
        } catch (IOException e) {
            throw OutputFolder.unwritable(folder, e);
        }
        return made.read();
    }

    private Recording recording(Footage footage, CutList list, Path folder, String taken, FilmTime time) {
        String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
        return new Recording(
                Recording.FORMAT_VERSION,
                name,
                list.chapters().size() == 1 ? list.chapters().get(0).title() : name,
                "",
                Optional.of(footage.name()),
                Optional.empty(),
                Optional.empty(),
                taken,
                Recording.RATE,
                time.length(),
                seconds(time.length()),
                footage.sound(),
                chapters(list, time),
                List.of(),
                List.of(),
                leftOut(footage, list, time),
                List.of());
    }

    /** Each stretch that is cut, with the reasons of all cuts that make it up: together with the film they add up. */
    private static List<Recording.LeftOut> leftOut(Footage footage, CutList list, FilmTime time) {
        List<Recording.LeftOut> leftOut = new ArrayList<>();
        for (Span span : list.accepted()) {
            String why = list.cuts().stream()
                    .filter(cut -> cut.state() == Cut.State.ACCEPTED && cut.within(span) > 0)
                    .map(cut -> cut.kind().text() + (cut.why().isBlank() ? "" : ": " + cut.why()))
                    .collect(Collectors.joining("; "));
            leftOut.add(new Recording.LeftOut(
                    seconds(time.of(span.from())),
                    Math.round(span.seconds() * 100) / 100.0,
                    Minutes.tenths(span.from()) + " to " + Minutes.tenths(span.to()) + " of " + footage.name() + ", "
                            + why));
        }
        return List.copyOf(leftOut);
    }

    /** A chapter that is cut out as a whole is none. */
    private static List<Recording.Chapter> chapters(CutList list, FilmTime time) {
        List<Recording.Chapter> chapters = new ArrayList<>();
        for (int i = 0; i < list.chapters().size(); i++) {
            int from = time.of(list.chapters().get(i).at());
            int to = i + 1 < list.chapters().size()
                    ? time.of(list.chapters().get(i + 1).at())
                    : time.length();
            if (to > from) {
                chapters.add(Recording.chapter(
                        chapters.size(), list.chapters().get(i).title(), from, to));
            }
        }
        return List.copyOf(chapters);
    }

    /** Both are ended by filters: told a number of pictures, ffmpeg leaves out the sound that comes later than the last. */
    private void encode(Footage footage, FilmTime time, Recording recording, Path file, List<String> coding) {
        String keep = time.keep();
        List<String> command =
                new ArrayList<>(List.of(ffmpeg.toString(), "-hide_banner", "-nostdin", "-loglevel", "fatal", "-y"));
        command.addAll(FootageReader.input(footage.file()));
        command.addAll(List.of(
                "-map",
                "0:v:0",
                "-vf",
                "fps=" + Recording.RATE + ":start_time=0," + keep + "setpts=N/(" + Recording.RATE + "*TB),"
                        // never larger, and even, as the coder wants it
                        + "scale=w='min(" + WIDTH + ",iw)':h='min(" + HEIGHT
                        + ",ih)':force_original_aspect_ratio=decrease:force_divisible_by=2,format=yuv420p,"
                        + "tpad=stop_mode=clone:stop=-1,trim=end_frame=" + time.length()));
        if (footage.sound()) {
            int samples = SOUND_RATE / Recording.RATE;
            command.addAll(List.of(
                    "-map",
                    "0:a:0",
                    "-af",
                    "aresample=" + SOUND_RATE + ":async=1:first_pts=0,asetnsamples=n=" + samples + ":p=1,"
                            + (keep.isEmpty() ? "" : "a" + keep) + "asetpts=N/(" + SOUND_RATE
                            + "*TB),apad,atrim=end_sample=" + (long) samples * time.length()));
        }
        command.addAll(coding);
        command.addAll(List.of(
                "-g",
                Integer.toString(10 * Recording.RATE),
                "-force_key_frames",
                String.join(
                        ",",
                        recording.chapters().stream()
                                .map(chapter -> String.format(Locale.ROOT, "%.3f", chapter.from()))
                                .toList()),
                "-progress",
                "pipe:1",
                "-nostats",
                "file:" + file.toAbsolutePath()));
        run(command, "writing " + file.getFileName(), seconds(time.length()));
    }

    private void run(List<String> command, String task, double seconds) {
        Meter meter = new Meter(progress, task, seconds);
        try {
            processes.run(command, printed -> {
                BufferedReader lines = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (line.matches("out_time_us=\\d+")) {
                        meter.at(Long.parseLong(line.substring(12)) / 1e6);
                    }
                }
            });
        } finally {
            meter.end();
        }
    }

    private static double seconds(int frames) {
        return (double) frames / Recording.RATE;
    }
}
