package io.slipway.studio.footage;

/** The fast Fourier transform, for lengths that are powers of two (Cooley and Tukey, 1965). */
final class Fourier {
    private Fourier() {}

    /** In place. */
    static void transform(double[] real, double[] imaginary) {
        int length = real.length;
        for (int i = 1, j = 0; i < length; i++) {
            int bit = length >> 1;
            for (; (j & bit) != 0; bit >>= 1) {
                j ^= bit;
            }
            j ^= bit;
            if (i < j) {
                swap(real, i, j);
                swap(imaginary, i, j);
            }
        }
        for (int size = 2; size <= length; size <<= 1) {
            double angle = -2 * Math.PI / size;
            for (int k = 0; k < size / 2; k++) {
                double cosine = Math.cos(angle * k);
                double sine = Math.sin(angle * k);
                for (int start = k; start < length; start += size) {
                    int other = start + size / 2;
                    double re = real[other] * cosine - imaginary[other] * sine;
                    double im = real[other] * sine + imaginary[other] * cosine;
                    real[other] = real[start] - re;
                    imaginary[other] = imaginary[start] - im;
                    real[start] += re;
                    imaginary[start] += im;
                }
            }
        }
    }

    private static void swap(double[] values, int i, int j) {
        double value = values[i];
        values[i] = values[j];
        values[j] = value;
    }
}
