package io.slipway.release.estimate;

import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.script.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What a target's own history tells of how long things take there. */
final class Learnt {
    /** Shorter work tells more of the moment than of the machine. */
    private static final long LEAST_MILLIS = 20;
    /** A change tells of the kind of work that makes so much of it. */
    private static final double MAIN = 0.6;

    /** In milliseconds. */
    private static final double LEAST_BASE = 0.5;

    private static final int LATEST = 9;
    /** Where nothing is known yet. */
    private static final double BASE_MILLIS = 3;

    /** @param all milliseconds by the standard */
    private record Ratio(double times, long all) {}

    private final Map<String, List<Ratio>> ratios = new HashMap<>();
    private final Map<Boolean, List<Double>> plain = new HashMap<>();

    /** @param entries the newest first */
    Learnt(List<HistoryEntry> entries) {
        for (HistoryEntry entry : entries) {
            if (entry.event() == HistoryEvent.APPLIED) {
                ForecastNote.of(entry).ifPresentOrElse(estimate -> add(entry, estimate), () -> plain(entry, 0));
            }
        }
    }

    private void add(HistoryEntry entry, Estimate estimate) {
        long all = estimate.standardMillis();
        String main = estimate.main();
        if (all < LEAST_MILLIS) {
            plain(entry, all);
        } else if (estimate.standard().getOrDefault(main, 0L) >= MAIN * all) {
            List<Ratio> known = ratios.computeIfAbsent(main, kind -> new ArrayList<>());
            if (known.size() < LATEST) {
                known.add(new Ratio(Math.max(1, entry.millis()) / (double) all, all));
            }
        }
    }

    /** What went in a batch has no time of its own. */
    private void plain(HistoryEntry entry, long work) {
        List<Double> known = plain.computeIfAbsent(rows(entry.kind().orElse("")), each -> new ArrayList<>());
        if (entry.millis() > 0 && entry.statements() > 0 && known.size() < LATEST * LATEST) {
            known.add(Math.max(LEAST_BASE, (entry.millis() - work) / (double) entry.statements()));
        }
    }

    /** Statements that change rows are sooner over than those that change the schema. */
    private static boolean rows(String kind) {
        return kind.equals(Kind.DATA_DML.folder());
    }

    /**
     * How much longer than by the standard this kind of work took here: the middle of the last ones, where one counts the
     * more the more it was like what is to come in size. A small table fits in the cache, a large one does not.
     *
     * @param all milliseconds by the standard that it is asked for
     */
    OptionalDouble ratio(String kind, long all) {
        List<Ratio> known = ratios.getOrDefault(kind, List.of()).stream()
                .sorted(Comparator.comparingDouble(Ratio::times))
                .toList();
        double weights = known.stream().mapToDouble(each -> likeness(each, all)).sum();
        double below = 0;
        for (Ratio each : known) {
            below += likeness(each, all);
            if (below >= weights / 2) {
                return OptionalDouble.of(each.times());
            }
        }
        return OptionalDouble.empty();
    }

    /** So flat that one which something else held up does not outvote two that were ten times as large or small. */
    private static double likeness(Ratio known, long all) {
        long here = Math.max(1, all);
        return Math.sqrt(Math.sqrt((double) Math.min(known.all(), here) / Math.max(known.all(), here)));
    }

    /**
     * What one statement without work took, in milliseconds: of those that took little, since among the others are some
     * whose work was not foreseen.
     *
     * @param kind of script, as the history has it
     */
    double base(String kind) {
        List<Double> known = plain.getOrDefault(rows(kind), List.of());
        return known.isEmpty() ? BASE_MILLIS : lowerQuarter(known);
    }

    private static double lowerQuarter(List<Double> values) {
        return values.stream()
                .sorted()
                .skip((values.size() - 1) / 4)
                .findFirst()
                .orElseThrow();
    }
}
