package io.slipway.studio.footage;

import io.slipway.release.progress.Progress;

/** Tells how far something long is, in twentieths. */
final class Meter {
    private static final int PARTS = 20;
    private final Progress progress;
    private final double steps;
    private int told;

    /** @param steps how many there will be, about; 0 when nobody knows */
    Meter(Progress progress, String task, double steps) {
        this.progress = progress;
        this.steps = steps;
        progress.begin(task, PARTS);
    }

    void at(double step) {
        int part = steps <= 0 ? 0 : (int) Math.min(PARTS, PARTS * step / steps);
        while (told < part) {
            told++;
            progress.step(told * 100 / PARTS + " %");
        }
    }

    void end() {
        progress.end();
    }
}
