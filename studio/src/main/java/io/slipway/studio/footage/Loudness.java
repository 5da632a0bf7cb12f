package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How loud it is, and where somebody speaks. What counts as quiet follows the recording: its hum lies below, and the hum
 * may change.
 */
final class Loudness {
    /** Samples that come at once: a twentieth of a second. */
    static final int STEP = Sampling.SOUND_RATE / 20;

    /** Samples of one level. */
    private static final int WINDOW = Sampling.SOUND_RATE / 50;

    private static final int WINDOWS_A_SECOND = Sampling.SOUND_RATE / WINDOW;
    private static final float SILENT = -90;
    /** Digital silence between sounds must not make the hum elsewhere a sound: no floor lies lower, in dB. */
    private static final float LOWEST_FLOOR = -62;
    /** The hum is looked for in stretches of so many levels. */
    private static final int STRETCH = 30 * WINDOWS_A_SECOND;
    /** A sound as short as that, in levels, is a key or a chair, and no speech. */
    private static final int CLICK = 6;
    /** Between words it is quiet that long, in levels. */
    private static final int BETWEEN_WORDS = 12;

    private float[] levels = new float[1 << 12];
    private int count;
    private final float[] rest = new float[WINDOW];
    private int rests;

    void next(float[] samples) {
        for (float sample : samples) {
            rest[rests++] = sample;
            if (rests == WINDOW) {
                add(level(rest));
                rests = 0;
            }
        }
    }

    private void add(float level) {
        if (count == levels.length) {
            levels = Arrays.copyOf(levels, 2 * count);
        }
        levels[count++] = level;
    }

    private static float level(float[] samples) {
        double sum = 0;
        for (float sample : samples) {
            sum += (double) sample * sample;
        }
        return (float) Math.max(SILENT, 10 * Math.log10(sum / samples.length + 1e-12));
    }

    /** Where somebody speaks: loud for longer than a click, with the short pauses between words. */
    List<Span> spoken() {
        List<Span> spoken = new ArrayList<>();
        boolean[] loud = loud();
        int i = 0;
        while (i < count) {
            if (!loud[i]) {
                i++;
                continue;
            }
            int from = i;
            int last = i;
            int sounding = 0;
            while (i < count && i - last <= BETWEEN_WORDS) {
                if (loud[i]) {
                    last = i;
                    sounding++;
                }
                i++;
            }
            if (sounding > CLICK) {
                spoken.add(new Span(seconds(from), seconds(last + 1)));
            }
        }
        return spoken;
    }

    /** Where nobody speaks. */
    List<Span> quiet() {
        List<Span> quiet = new ArrayList<>();
        double at = 0;
        for (Span span : spoken()) {
            if (span.from() > at) {
                quiet.add(new Span(at, span.from()));
            }
            at = span.to();
        }
        if (seconds(count) > at) {
            quiet.add(new Span(at, seconds(count)));
        }
        return quiet;
    }

    private boolean[] loud() {
        boolean[] loud = new boolean[count];
        float[] floors = floors();
        float speech = percentile(levels, 0, count, 0.9);
        for (int i = 0; i < count; i++) {
            float floor = floors[i / STRETCH];
            loud[i] = levels[i] > floor + Math.max(8, 0.4f * (speech - floor));
        }
        return loud;
    }

    /** The hum of each stretch: what is quiet in it and beside it, since one may be spoken through. */
    private float[] floors() {
        int stretches = (count + STRETCH - 1) / STRETCH;
        float[] floors = new float[stretches];
        for (int i = 0; i < stretches; i++) {
            int from = Math.max(0, (i - 1) * STRETCH);
            int to = Math.min(count, (i + 2) * STRETCH);
            floors[i] = Math.max(LOWEST_FLOOR, percentile(levels, from, to, 0.1));
        }
        return floors;
    }

    private static float percentile(float[] values, int from, int to, double part) {
        if (to <= from) {
            return SILENT;
        }
        float[] sorted = Arrays.copyOfRange(values, from, to);
        Arrays.sort(sorted);
        return sorted[(int) ((sorted.length - 1) * part)];
    }

    private static double seconds(int level) {
        return (double) level / WINDOWS_A_SECOND;
    }

    /**
     * The wave for the time line: how loud it is at most in each of so many equal parts, from 0 to 100.
     *
     * @param parts at most so many
     */
    int[] wave(int parts) {
        int[] wave = new int[Math.min(parts, count)];
        for (int i = 0; i < wave.length; i++) {
            int from = (int) ((long) i * count / wave.length);
            int to = Math.max(from + 1, (int) ((long) (i + 1) * count / wave.length));
            float loudest = SILENT;
            for (int j = from; j < to; j++) {
                loudest = Math.max(loudest, levels[j]);
            }
            // 60 dB are worth seeing
            wave[i] = Math.max(0, Math.min(100, Math.round((loudest + 60) * 100 / 60)));
        }
        return wave;
    }
}
