package io.slipway.studio.footage;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.progress.Progress;
import io.slipway.studio.recording.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Goes through a recording once for its pictures and once for its sound, as streams: a recording of hours takes no more
 * memory than its measures, at most some 7 kB for a second.
 */
final class Sampling {
    /** Samples of sound to the second. */
    static final int SOUND_RATE = 8000;

    private final Path ffmpeg;
    private final Processes processes;
    private final Progress progress;

    Sampling(Path ffmpeg, Processes processes, Progress progress) {
        this.ffmpeg = ffmpeg;
        this.processes = processes;
        this.progress = progress;
    }

    /** @throws SlipwayException {@code recording-invalid}: no picture can be read; {@code cancelled} */
    Measures measure(Footage footage) {
        Stillness stillness = new Stillness();
        Shots shots = new Shots();
        Cards cards = new Cards();
        int pictures = pictures(footage, picture -> {
            stillness.next(picture);
            shots.next(picture);
            cards.next(picture);
        });
        if (pictures == 0) {
            throw FootageReader.invalid(
                    "Not one picture of " + footage.file() + " can be read.",
                    "Fetch it again from where it was recorded.");
        }
        double seconds = length(footage, (double) pictures / Picture.RATE);
        Loudness loudness = new Loudness();
        VoicePrint voice = new VoicePrint();
        if (footage.sound()) {
            sound(footage, samples -> {
                loudness.next(samples);
                voice.next(samples);
            });
        }
        return new Measures(seconds, footage.sound(), stillness.spans(seconds), cards.spans(), shots, loudness, voice);
    }

    /** A file that was cut off says that it is longer than it is; rounding makes it a little longer or shorter. */
    private static double length(Footage footage, double seen) {
        return Math.abs(footage.seconds() - seen) < 1 ? footage.seconds() : seen;
    }

    private interface Eye {
        void see(Picture picture);
    }

    private int pictures(Footage footage, Eye eye) {
        List<String> command = start(footage);
        command.addAll(List.of(
                "-map",
                "0:v:0",
                "-vf",
                String.format(
                        Locale.ROOT,
                        "fps=%d:start_time=0,scale=%d:%d:flags=area,format=yuv444p",
                        Picture.RATE,
                        Picture.WIDTH,
                        Picture.HEIGHT),
                "-f",
                "rawvideo",
                "-"));
        int[] count = new int[1];
        stream(command, "looking at the pictures", footage.seconds() * Picture.RATE, (printed, meter) -> {
            byte[] planes = printed.readNBytes(Picture.BYTES);
            while (planes.length == Picture.BYTES) {
                eye.see(new Picture(planes));
                count[0]++;
                meter.at(count[0]);
                planes = printed.readNBytes(Picture.BYTES);
            }
        });
        return count[0];
    }

    private interface Ear {
        /** @param samples {@link Loudness#STEP} of them, from -1 to 1 */
        void hear(float[] samples);
    }

    private void sound(Footage footage, Ear ear) {
        List<String> command = start(footage);
        // what hums below voices is no sound that anybody waits for; gaps become silence
        command.addAll(List.of(
                "-map",
                "0:a:0",
                "-af",
                "aresample=" + SOUND_RATE + ":async=1:first_pts=0,highpass=f=180:poles=2",
                "-ac",
                "1",
                "-f",
                "s16le",
                "-"));
        stream(command, "listening to the sound", footage.seconds() * SOUND_RATE / Loudness.STEP, (printed, meter) -> {
            int count = 0;
            byte[] bytes = printed.readNBytes(2 * Loudness.STEP);
            while (bytes.length == 2 * Loudness.STEP) {
                float[] samples = new float[Loudness.STEP];
                for (int i = 0; i < samples.length; i++) {
                    samples[i] = ((bytes[2 * i + 1] << 8) | (bytes[2 * i] & 0xff)) / 32768f;
                }
                ear.hear(samples);
                count++;
                meter.at(count);
                bytes = printed.readNBytes(2 * Loudness.STEP);
            }
        });
    }

    private List<String> start(Footage footage) {
        List<String> command =
                new ArrayList<>(List.of(ffmpeg.toString(), "-hide_banner", "-nostdin", "-loglevel", "fatal"));
        command.addAll(FootageReader.input(footage.file()));
        return command;
    }

    private interface Stream {
        void read(InputStream printed, Meter meter) throws IOException;
    }

    /** What cannot be read is passed over: what could be read of a damaged file is there. */
    private void stream(List<String> command, String task, double steps, Stream stream) {
        Meter meter = new Meter(progress, task, steps);
        try {
            processes.run(command, printed -> stream.read(printed, meter));
        } catch (SlipwayException e) {
            if (e.code() != ErrorCode.SCENARIO_FAILED) {
                throw e;
            }
        } finally {
            meter.end();
        }
    }
}
