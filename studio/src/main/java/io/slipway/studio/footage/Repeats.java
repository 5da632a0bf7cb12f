package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Proposes to cut the earlier of two takes: of a passage that is said or shown again soon after. The later one stays.
 */
final class Repeats implements Detector {
    /** Whoever begins anew does so within that time, in seconds. */
    private static final int SOON = 120;
    /** What lies between two takes goes with the earlier one when it is no longer than that, in seconds. */
    private static final double BETWEEN = 8;
    /** The same words, in seconds of speech: a few may come twice in any talk. */
    private static final double FEWEST_WORDS = 2;
    /** Whoever says the same after a while says more of it: this part of the time between, at least. */
    private static final double PART_OF_BETWEEN = 0.25;
    /** So alike are two prints of the same sound at least; others are so only by chance. */
    private static final float ALIKE = 0.55f;
    /** What a print that is left out costs: tempi differ, but not from sound to sound. */
    private static final float LEFT_OUT = 0.3f;
    /**
     * How much likeness beyond that a passage collects in all. In made recordings, sentences that begin alike and go on
     * otherwise come to about that at most, and what is said twice at least.
     */
    private static final float LIKENESS = 10;
    /** Pages that come again in their order. */
    private static final int FEWEST_SHOTS = 3;

    @Override
    public List<Cut> propose(Measures measures) {
        List<Take> shown = shown(measures);
        List<Cut> cuts = new ArrayList<>();
        List<Take> said = said(measures);
        for (Take take : said) {
            boolean both = shown.stream().anyMatch(other -> other.earlier().common(take.earlier()) > 1);
            cuts.add(take.cut(both ? "said and shown" : "said", both ? 0.95 : 0.85));
        }
        for (Take take : shown) {
            if (said.stream().noneMatch(other -> other.earlier().common(take.earlier()) > 1)) {
                cuts.add(take.cut("shown", 0.5));
            }
        }
        return cuts;
    }

    /** Two takes of one passage. */
    private record Take(Span earlier, Span later) {
        /** @param same how much of it is known to be the same, in seconds */
        boolean longEnough(double same) {
            return same >= Math.max(FEWEST_WORDS, PART_OF_BETWEEN * (later.from() - earlier.to()));
        }

        Cut cut(String how, double confidence) {
            boolean brokenOff = later.from() - earlier.to() <= BETWEEN;
            return Cut.proposed(
                    Cut.Kind.REPEAT,
                    earlier.from(),
                    brokenOff ? later.from() : earlier.to(),
                    String.format(Locale.ROOT, "The same is %s again at %s.", how, Minutes.of(later.from())),
                    confidence);
        }
    }

    private static List<Take> said(Measures measures) {
        VoicePrint voice = measures.voice();
        boolean[] speech = new boolean[voice.count()];
        for (Span span : measures.loudness().spoken()) {
            int to = Math.min(speech.length, (int) Math.round(span.to() * VoicePrint.RATE));
            for (int i = (int) Math.round(span.from() * VoicePrint.RATE); i < to; i++) {
                speech[i] = true;
            }
        }
        float[] prints = voice.normal(speech);
        Alignment alignment = new Alignment(
                speech.length,
                later -> later - SOON * VoicePrint.RATE,
                (earlier, later) -> speech[earlier] != speech[later]
                        ? -ALIKE
                        : speech[later] ? product(prints, earlier, later) - ALIKE : -0.02f,
                LEFT_OUT);
        List<Take> takes = new ArrayList<>();
        for (Alignment.Match match : alignment.matches(LIKENESS)) {
            int spoken = 0;
            for (int i = match.earlierFrom(); i <= match.earlierTo(); i++) {
                spoken += speech[i] ? 1 : 0;
            }
            Take take =
                    new Take(span(match.earlierFrom(), match.earlierTo()), span(match.laterFrom(), match.laterTo()));
            if (take.longEnough((double) spoken / VoicePrint.RATE)) {
                takes.add(take);
            }
        }
        return takes;
    }

    private static float product(float[] prints, int one, int other) {
        float sum = 0;
        for (int k = 0; k < VoicePrint.SIZE; k++) {
            sum += prints[one * VoicePrint.SIZE + k] * prints[other * VoicePrint.SIZE + k];
        }
        return sum;
    }

    private static Span span(int from, int to) {
        return new Span((double) from / VoicePrint.RATE, (double) (to + 1) / VoicePrint.RATE);
    }

    private static List<Take> shown(Measures measures) {
        Shots shots = measures.shots();
        Alignment alignment = new Alignment(
                shots.count(),
                later -> {
                    int first = later;
                    while (first > 0
                            && shots.span(first - 1).to() > shots.span(later).from() - SOON) {
                        first--;
                    }
                    return first;
                },
                (earlier, later) -> shots.alike(earlier, later) ? 1 : -1,
                1);
        List<Take> takes = new ArrayList<>();
        for (Alignment.Match match : alignment.matches(FEWEST_SHOTS)) {
            Take take = new Take(
                    new Span(
                            shots.span(match.earlierFrom()).from(),
                            shots.span(match.earlierTo()).to()),
                    new Span(
                            shots.span(match.laterFrom()).from(),
                            shots.span(match.laterTo()).to()));
            if (take.longEnough(take.earlier().seconds())) {
                takes.add(take);
            }
        }
        return takes;
    }
}
