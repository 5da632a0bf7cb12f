package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Proposes to cut where nobody speaks. Whoever shows something without a word is silent too, so the picture counts. */
final class Silences implements Detector {
    /** People pause between sentences for less, in seconds. */
    private static final double SHORTEST = 2.5;
    /** A breath stays before and after, in seconds. */
    private static final double BREATH = 0.3;

    @Override
    public List<Cut> propose(Measures measures) {
        List<Cut> cuts = new ArrayList<>();
        for (Span quiet : measures.loudness().quiet()) {
            if (quiet.seconds() < SHORTEST) {
                continue;
            }
            Span inner = quiet.inner(BREATH, measures.seconds());
            boolean still = inner.covered(measures.still()) > 0.8
                    && measures.still().stream().anyMatch(span -> span.common(inner) > inner.seconds() / 2);
            cuts.add(Cut.proposed(
                    Cut.Kind.SILENCE,
                    inner.from(),
                    inner.to(),
                    String.format(
                            Locale.ROOT,
                            "Nobody speaks for %.1f s; the picture %s.",
                            quiet.seconds(),
                            still ? "stands still" : "moves meanwhile"),
                    still ? 0.95 : 0.7));
        }
        return cuts;
    }
}
