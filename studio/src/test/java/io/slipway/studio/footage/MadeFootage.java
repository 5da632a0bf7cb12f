package io.slipway.studio.footage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A recording of a meeting as they are, made so that it is known where what lies in it: a page on which somebody types
 * and moves the pointer, noise in the picture, a hum in the sound, and a voice that speaks.
 */
final class MadeFootage {
    static final int RATE = 10;
    private static final int SOUND_RATE = 22_050;

    private final Path folder;
    private final Random random;
    private final Sentences sentences;
    private final List<Part> parts = new ArrayList<>();
    private final List<Speech> speeches = new ArrayList<>();
    private final List<Truth> truths = new ArrayList<>();
    private double at;
    private int page = 1;
    private int typed;

    MadeFootage(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
        this.sentences = new Sentences(new Random(seed + 1));
    }

    /** What is known: a cut of that kind belongs there; {@code NONE} is something that looks like one and is none. */
    record Truth(String kind, double from, double to) {}

    /**
     * What the picture does for a while.
     *
     * @param typed what is typed meanwhile is chosen by it
     */
    record Part(double from, double to, Motion motion, int page, int typed) {}

    enum Motion {
        BUSY,
        FROZEN,
        CREEPING,
        CARD
    }

    private record Speech(double at, short[] samples) {}

    List<Truth> truths() {
        return truths;
    }

    double seconds() {
        return at;
    }

    /** Somebody says something that comes once, and does something meanwhile. */
    MadeFootage talk() throws Exception {
        return say(sentences.next(), 165, 50, Motion.BUSY);
    }

    MadeFootage pause(double seconds) {
        return pass(seconds, Motion.BUSY);
    }

    private MadeFootage pass(double seconds, Motion motion) {
        parts.add(new Part(at, at + seconds, motion, page, typed));
        typed += motion == Motion.BUSY ? 1 : 0;
        at += seconds;
        return this;
    }

    private MadeFootage say(String words, int tempo, int pitch, Motion motion) throws Exception {
        short[] samples = spoken(words, tempo, pitch);
        speeches.add(new Speech(at, samples));
        return pass((double) samples.length / SOUND_RATE, motion);
    }

    /** Nobody speaks, and the pointer moves. */
    MadeFootage silence(double seconds) {
        truths.add(new Truth("silence", at, at + seconds));
        return pass(seconds, Motion.BUSY);
    }

    /** Somebody speaks about a picture that stands still, but for a cursor that blinks. */
    MadeFootage frozen(int howMany) throws Exception {
        double from = at;
        for (int i = 0; i < howMany; i++) {
            say(sentences.next(), 165, 50, Motion.FROZEN);
            pass(0.9, Motion.FROZEN);
        }
        truths.add(new Truth("frozen", from, at));
        return this;
    }

    /** Nobody speaks and nothing moves: a silence. */
    MadeFootage dead(double seconds) {
        truths.add(new Truth("silence", at, at + seconds));
        return pass(seconds, Motion.FROZEN);
    }

    /** A passage, perhaps broken off, and then once more in another tempo, another pitch. */
    MadeFootage repeat(boolean brokenOff, double between) throws Exception {
        double from = at;
        String passage = sentences.next();
        String first = brokenOff ? passage.substring(0, passage.lastIndexOf(' ', passage.length() * 4 / 5)) : passage;
        int before = typed;
        say(first, 158 + random.nextInt(14), 48 + random.nextInt(4), Motion.BUSY);
        pause(between);
        truths.add(new Truth("repeat", from, at));
        typed = before;
        say(passage, 154 + random.nextInt(22), 46 + random.nextInt(8), Motion.BUSY);
        typed = before + 1000 + random.nextInt(100_000);
        return this;
    }

    /** The same pages once more in the same order, while something else is said. */
    MadeFootage shownAgain() throws Exception {
        int first = page + 1;
        int before = typed;
        double from = at;
        for (int take = 0; take < 2; take++) {
            page = first;
            typed = before;
            for (int i = 0; i < 4; i++) {
                say(sentences.next(), 190, 50, Motion.BUSY);
                page++;
            }
            if (take == 0) {
                truths.add(new Truth("shown", from, at));
            }
        }
        return this;
    }

    /** Two passages that begin alike and go on otherwise. */
    MadeFootage similar() throws Exception {
        double from = at;
        String[] pair = sentences.similar();
        say(pair[0], 165, 50, Motion.BUSY);
        pause(0.8);
        truths.add(new Truth("none", from, at));
        return say(pair[1], 165, 50, Motion.BUSY);
    }

    /** The page creeps while somebody speaks. */
    MadeFootage slow() throws Exception {
        double from = at;
        say(sentences.next() + " " + sentences.next(), 165, 50, Motion.CREEPING);
        truths.add(new Truth("none", from, at));
        return this;
    }

    /** A mistake after a pause, and the card that marks it. */
    MadeFootage mistake() throws Exception {
        pause(1.2);
        double from = at;
        say(sentences.next(), 165, 50, Motion.BUSY);
        pass(0.4, Motion.BUSY);
        pass(0.8, Motion.CARD);
        truths.add(new Truth("mark", from, at));
        return this;
    }

    MadeFootage turnPage() {
        page++;
        return this;
    }

    private short[] spoken(String words, int tempo, int pitch) throws Exception {
        Path file = folder.resolve("speech.wav");
        int exit = new ProcessBuilder(
                        "espeak-ng",
                        "-v",
                        "en-gb",
                        "-s",
                        Integer.toString(tempo),
                        "-p",
                        Integer.toString(pitch),
                        "-w",
                        file.toString(),
                        "--",
                        words)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("espeak-ng failed");
        }
        byte[] wav = Files.readAllBytes(file);
        ByteBuffer data = ByteBuffer.wrap(wav, 44, wav.length - 44).order(ByteOrder.LITTLE_ENDIAN);
        short[] samples = new short[data.remaining() / 2];
        data.asShortBuffer().get(samples);
        int end = samples.length;
        while (end > 0 && Math.abs(samples[end - 1]) < 200) {
            end--;
        }
        return java.util.Arrays.copyOf(samples, end);
    }

    /** Writes it as an MP4, compressed as meeting programs do. */
    Path write(String name) throws Exception {
        Path sound = folder.resolve("sound.raw");
        writeSound(sound);
        Path file = folder.resolve(name);
        Process ffmpeg = new ProcessBuilder(
                        "ffmpeg",
                        "-v",
                        "error",
                        "-y",
                        "-f",
                        "rawvideo",
                        "-pix_fmt",
                        "bgr24",
                        "-s",
                        MadePage.WIDTH + "x" + MadePage.HEIGHT,
                        "-r",
                        Integer.toString(RATE),
                        "-i",
                        "-",
                        "-f",
                        "s16le",
                        "-ar",
                        Integer.toString(SOUND_RATE),
                        "-ac",
                        "1",
                        "-i",
                        sound.toString(),
                        "-c:v",
                        "libx264",
                        "-preset",
                        "ultrafast",
                        "-crf",
                        "30",
                        "-g",
                        "100",
                        "-pix_fmt",
                        "yuv420p",
                        "-c:a",
                        "aac",
                        "-b:a",
                        "64k",
                        "-movflags",
                        "+faststart",
                        file.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        MadePage screen = new MadePage(random);
        try (OutputStream frames = new BufferedOutputStream(ffmpeg.getOutputStream(), 1 << 20)) {
            int frame = 0;
            for (Part part : parts) {
                while (frame < part.to() * RATE) {
                    frames.write(screen.paint(part, frame));
                    frame++;
                }
            }
        }
        if (ffmpeg.waitFor() != 0) {
            throw new IOException("ffmpeg failed");
        }
        return file;
    }

    private void writeSound(Path file) throws IOException {
        int length = (int) (at * SOUND_RATE);
        double[] wave = new double[length];
        for (int i = 0; i < length; i++) {
            double time = (double) i / SOUND_RATE;
            // mains hum with its overtones, and the hiss of a microphone
            wave[i] = 180 * Math.sin(2 * Math.PI * 50 * time)
                    + 120 * Math.sin(2 * Math.PI * 100 * time)
                    + 60 * Math.sin(2 * Math.PI * 250 * time)
                    + 70 * random.nextGaussian();
        }
        for (Speech speech : speeches) {
            int from = (int) (speech.at() * SOUND_RATE);
            for (int i = 0; i < speech.samples().length && from + i < length; i++) {
                wave[from + i] += speech.samples()[i] * 0.6;
            }
        }
        // a key is hit now and then, in silences too
        for (double key = 1; key < at - 1; key += 0.9 + random.nextDouble() * 2) {
            int from = (int) (key * SOUND_RATE);
            for (int i = 0; i < SOUND_RATE / 50; i++) {
                wave[from + i] += 4000 * random.nextGaussian() * Math.exp(-i / 90.0);
            }
        }
        ByteBuffer bytes = ByteBuffer.allocate(2 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (double sample : wave) {
            bytes.putShort((short) Math.max(-32768, Math.min(32767, sample)));
        }
        Files.write(file, bytes.array());
    }
}
