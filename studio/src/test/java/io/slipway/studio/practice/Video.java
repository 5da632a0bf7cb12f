package io.slipway.studio.practice;

import io.slipway.testkit.Skips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Looks at films as a viewer would: decodes them, and reads what stands in their frames. */
final class Video {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int RATE = 25;

    private Video() {}

    static int frames(Path video) throws Exception {
        return Integer.parseInt(output(
                        "ffprobe",
                        "-v",
                        "error",
                        "-count_packets",
                        "-select_streams",
                        "v:0",
                        "-show_entries",
                        "stream=nb_read_packets",
                        "-of",
                        "csv=p=0",
                        video.toString())
                .replace(",", "")
                .strip());
    }

    /** From when to when the same picture is seen, in seconds. */
    record Same(double from, double to) {}

    /** How long the picture of a moment stands, before and after it. */
    static Same sameAs(Path video, double at, double seconds) throws Exception {
        Process process = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-i",
                        video.toString(),
                        "-vf",
                        "scale=" + WIDTH + ":" + HEIGHT + ":flags=area,format=gray",
                        "-f",
                        "rawvideo",
                        "-")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] all = process.getInputStream().readAllBytes();
        process.waitFor();
        int count = all.length / (WIDTH * HEIGHT);
        int middle = Math.min(count - 1, (int) (at * RATE));
        int from = middle;
        while (from > 0 && alike(all, middle, from - 1)) {
            from--;
        }
        int to = middle;
        while (to < count - 1 && alike(all, middle, to + 1)) {
            to++;
        }
        return new Same((double) from / RATE, (double) (to + 1) / RATE);
    }

    /** What changed is a block of a letter's size, not noise. */
    private static boolean alike(byte[] all, int one, int other) {
        int size = WIDTH * HEIGHT;
        for (int i = 0; i < size; i++) {
            if (Math.abs((all[one * size + i] & 0xff) - (all[other * size + i] & 0xff)) > 24) {
                return false;
            }
        }
        return true;
    }

    static void needsEyes() throws InterruptedException {
        try {
            if (new ProcessBuilder("tesseract", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0) {
                return;
            }
        } catch (IOException e) {
            // as good as one that fails
        }
        Skips.outLoud("reading the frames of a film: there is no tesseract");
    }

    /** What a program reads on the frame of a moment. */
    static String read(Path video, double at, Path folder) throws Exception {
        needsEyes();
        Path frame = folder.resolve("frame.png");
        output(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-ss",
                Double.toString(at),
                "-i",
                video.toString(),
                "-frames:v",
                "1",
                frame.toString());
        if (!Files.exists(frame)) {
            return "";
        }
        String text = output("tesseract", frame.toString(), "-", "--psm", "11");
        Files.delete(frame);
        return text;
    }

    static String output(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }

    /** What a program says beside its output. */
    static String errors(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        String text = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return text;
    }
}
