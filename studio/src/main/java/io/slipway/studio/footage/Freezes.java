package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Proposes to cut where nothing moves. Somebody may talk about what is seen, so that the sound counts. */
final class Freezes implements Detector {
    /** Whoever looks at something rests for less, in seconds. */
    private static final double SHORTEST = 3;
    /** What came last is seen that long before the cut, in seconds. */
    private static final double REST = 0.4;

    @Override
    public List<Cut> propose(Measures measures) {
        List<Cut> cuts = new ArrayList<>();
        List<Span> spoken = measures.loudness().spoken();
        for (Span still : measures.still()) {
            if (still.seconds() < SHORTEST) {
                continue;
            }
            Span inner = still.inner(REST, measures.seconds());
            double speech = inner.covered(spoken);
            String meanwhile = !measures.sound() ? "" : speech > 0.2 ? "; somebody speaks" : "; nobody speaks";
            cuts.add(Cut.proposed(
                    Cut.Kind.FROZEN,
                    inner.from(),
                    inner.to(),
                    String.format(Locale.ROOT, "Nothing moves for %.1f s%s.", still.seconds(), meanwhile),
                    !measures.sound() ? 0.8 : speech > 0.2 ? 0.4 : 0.95));
        }
        return cuts;
    }
}
