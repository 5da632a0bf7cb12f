package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where what is left of a recording lies once its cuts are made, in whole frames. */
final class FilmTime {
    private final int frames;
    private final int rate;
    private final List<Gap> gaps = new ArrayList<>();

    /**
     * What is cut out, in frames.
     *
     * @param to the first frame after it
     */
    private record Gap(int from, int to) {}

    /**
     * @param seconds how long the recording is
     * @param cuts without overlaps, in their order
     * @param rate frames to the second
     */
    FilmTime(double seconds, List<Span> cuts, int rate) {
        this.rate = rate;
        this.frames = (int) Math.round(seconds * rate);
        for (Span span : cuts) {
            int from = Math.min(frames, (int) Math.round(span.from() * rate));
            int to = Math.min(frames, (int) Math.round(span.to() * rate));
            if (to > from) {
                gaps.add(new Gap(from, to));
            }
        }
    }

    /** How many frames are left. */
    int length() {
        return of((double) frames / rate);
    }

    /** The frame that a moment of the recording becomes; of one that is cut out, the first after the cut. */
    int of(double seconds) {
        int frame = Math.min(frames, (int) Math.round(seconds * rate));
        int gone = 0;
        for (Gap gap : gaps) {
            gone += Math.max(0, Math.min(frame, gap.to()) - gap.from());
        }
        return frame - gone;
    }

    /**
     * The filter of ffmpeg that lets through what is left; for sound as well when it comes in pieces as long as a frame.
     * Empty when nothing is cut.
     */
    String keep() {
        return gaps.isEmpty()
                ? ""
                : gaps.stream()
                        .map(gap -> "between(n," + gap.from() + "," + (gap.to() - 1) + ")")
                        .collect(Collectors.joining("+", "select='not(", ")',"));
    }
}
