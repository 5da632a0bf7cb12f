package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Proposes to cut what somebody marked as a mistake: from the pause before it to the end of the card. The card is shown
 * after the mistake; then the passage is said and shown again.
 */
final class Marks implements Detector {
    /** A card is seen for at least that long, in seconds. */
    private static final double SHORTEST = 0.4;
    /** A passage begins after a pause as long as that, in seconds: nobody speaks, or nothing moves. */
    private static final double PAUSE = 0.8;
    /** A mistake is no longer than that, in seconds. */
    private static final double LONGEST = 60;
    /** Taken where there was no pause, in seconds. */
    private static final double USUAL = 10;

    @Override
    public List<Cut> propose(Measures measures) {
        List<Cut> cuts = new ArrayList<>();
        for (Span card : measures.cards()) {
            if (card.seconds() < SHORTEST) {
                continue;
            }
            Optional<Double> pause = pauseBefore(card, measures);
            cuts.add(Cut.proposed(
                    Cut.Kind.MARK,
                    pause.orElse(Math.max(0, card.from() - USUAL)),
                    card.to(),
                    "The card marks a mistake; "
                            + (pause.isPresent()
                                    ? "it began after the pause before."
                                    : "there is no pause before, so look where it began."),
                    pause.isPresent() ? 0.9 : 0.5));
        }
        return cuts;
    }

    /** The end of the last pause before the card, but for one that leads to it. */
    private static Optional<Double> pauseBefore(Span card, Measures measures) {
        Stream<Span> pauses = measures.sound() ? measures.loudness().quiet().stream() : measures.still().stream();
        return pauses.filter(span -> span.seconds() >= PAUSE)
                .map(Span::to)
                .filter(end -> end < card.from() - 0.5 && end > card.from() - LONGEST)
                .max(Double::compare);
    }
}
