package io.slipway.studio.footage;

import java.util.Arrays;

/**
 * What the sound is like, twenty times a second: mel-frequency cepstral coefficients (Davis and Mermelstein, 1980), by
 * which the same words are known again when somebody says them once more, though not in the same tempo.
 */
final class VoicePrint {
    /** Prints to the second. */
    static final int RATE = Sampling.SOUND_RATE / Loudness.STEP;

    /** Numbers of a print. */
    static final int SIZE = 12;

    private static final int WINDOW = 256;
    private static final int BANDS = 20;
    private static final double LOWEST = 200;
    private static final double HIGHEST = 3800;

    private final float[] latest = new float[WINDOW + Loudness.STEP / 2];
    private final double[] hamming = new double[WINDOW];
    private final double[][] bands = bands();
    private float[] prints = new float[1 << 12];
    private int count;

    VoicePrint() {
        for (int i = 0; i < WINDOW; i++) {
            hamming[i] = 0.54 - 0.46 * Math.cos(2 * Math.PI * i / (WINDOW - 1));
        }
    }

    /** @param samples {@link Loudness#STEP} of them */
    void next(float[] samples) {
        int kept = latest.length - samples.length;
        System.arraycopy(latest, samples.length, latest, 0, kept);
        System.arraycopy(samples, 0, latest, kept, samples.length);
        if ((count + 1) * SIZE > prints.length) {
            prints = Arrays.copyOf(prints, 2 * prints.length);
        }
        cepstrum(prints, count * SIZE);
        count++;
    }

    int count() {
        return count;
    }

    /**
     * All prints one after the other, each of length 1 and measured from the recording's mean, so that the microphone and
     * the room do not matter and the product of two says how alike they are (-1 to 1).
     *
     * @param speech which of them are of speech; the mean is theirs
     */
    float[] normal(boolean[] speech) {
        double[] mean = new double[SIZE];
        double[] spread = new double[SIZE];
        int spoken = 0;
        for (int i = 0; i < count; i++) {
            if (speech[i]) {
                spoken++;
                for (int k = 0; k < SIZE; k++) {
                    mean[k] += prints[i * SIZE + k];
                    spread[k] += (double) prints[i * SIZE + k] * prints[i * SIZE + k];
                }
            }
        }
        float[] normal = new float[count * SIZE];
        for (int i = 0; spoken > 0 && i < count; i++) {
            double length = 0;
            for (int k = 0; k < SIZE; k++) {
                double middle = mean[k] / spoken;
                double deviation = Math.sqrt(Math.max(1e-9, spread[k] / spoken - middle * middle));
                double value = (prints[i * SIZE + k] - middle) / deviation;
                normal[i * SIZE + k] = (float) value;
                length += value * value;
            }
            for (int k = 0; k < SIZE; k++) {
                normal[i * SIZE + k] /= (float) Math.sqrt(Math.max(1e-9, length));
            }
        }
        return normal;
    }

    /** Two short windows tell less of the pitch, which differs from take to take, than a long one. */
    private void cepstrum(float[] into, int at) {
        double[] energies = new double[BANDS];
        for (int start = 0; start + WINDOW <= latest.length; start += latest.length - WINDOW) {
            double[] real = new double[WINDOW];
            double[] imaginary = new double[WINDOW];
            for (int i = 0; i < WINDOW; i++) {
                real[i] = latest[start + i] * hamming[i];
            }
            Fourier.transform(real, imaginary);
            for (int band = 0; band < BANDS; band++) {
                double energy = 1e-7;
                for (int i = 0; i < WINDOW / 2; i++) {
                    if (bands[band][i] > 0) {
                        energy += bands[band][i] * (real[i] * real[i] + imaginary[i] * imaginary[i]);
                    }
                }
                energies[band] += Math.log(energy) / 2;
            }
        }
        for (int k = 1; k <= SIZE; k++) {
            double sum = 0;
            for (int band = 0; band < BANDS; band++) {
                sum += energies[band] * Math.cos(Math.PI * k * (band + 0.5) / BANDS);
            }
            into[at + k - 1] = (float) sum;
        }
    }

    /** Triangles that overlap by half, evenly on the mel scale. */
    private static double[][] bands() {
        double[][] bands = new double[BANDS][WINDOW / 2];
        double low = mel(LOWEST);
        double step = (mel(HIGHEST) - low) / (BANDS + 1);
        for (int band = 0; band < BANDS; band++) {
            for (int i = 0; i < WINDOW / 2; i++) {
                double place = (mel((double) i * Sampling.SOUND_RATE / WINDOW) - low) / step - band;
                bands[band][i] = Math.max(0, 1 - Math.abs(place - 1));
            }
        }
        return bands;
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }
}
