package io.slipway.studio.footage;

import java.util.List;

/**
 * A stretch of time.
 *
 * @param from in seconds
 * @param to in seconds, not before {@code from}
 */
record Span(double from, double to) {
    double seconds() {
        return to - from;
    }

    /** How many seconds both have. */
    double common(Span other) {
        return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
    }

    /** Which part of it others cover, from 0 to 1, when those do not overlap each other. */
    double covered(List<Span> others) {
        return seconds() <= 0 ? 0 : others.stream().mapToDouble(this::common).sum() / seconds();
    }

    /** Without so many seconds at each end, but for the ends of the recording. */
    Span inner(double margin, double end) {
        return new Span(from <= 0 ? 0 : from + margin, to >= end ? end : to - margin);
    }
}
