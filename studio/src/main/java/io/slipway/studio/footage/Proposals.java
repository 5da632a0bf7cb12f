package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What all detectors propose for one recording, as one list. */
final class Proposals {
    private static final List<Detector> DETECTORS = List.of(new Silences(), new Freezes(), new Marks(), new Repeats());
    /** Two that share that part of what both cover are one. */
    private static final double SAME = 0.6;

    private Proposals() {}

    /** @return numbered, in the order of their beginnings */
    static List<Cut> of(Measures measures) {
        List<Cut> all = new ArrayList<>();
        DETECTORS.forEach(detector -> all.addAll(detector.propose(measures)));
        all.sort(Comparator.comparing(Cut::from));
        List<Cut> kept = new ArrayList<>();
        for (Cut cut : all) {
            if (!(cut.kind() == Cut.Kind.FROZEN && isSilenceToo(cut, all))) {
                kept.add(cut.numbered(kept.size() + 1));
            }
        }
        return List.copyOf(kept);
    }

    /** Where nobody speaks and nothing moves, the silence says both. */
    private static boolean isSilenceToo(Cut frozen, List<Cut> all) {
        return all.stream().filter(other -> other.kind() == Cut.Kind.SILENCE).anyMatch(other -> {
            double common = other.within(new Span(frozen.from(), frozen.to()));
            return common / (other.seconds() + frozen.seconds() - common) > SAME;
        });
    }
}
