package io.slipway.rollout.calendar;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Looks at sprints that come from elsewhere. */
public final class Sprints {
    private Sprints() {}

    public static List<Sprint> sorted(List<Sprint> sprints) {
        return sprints.stream()
                .sorted(Comparator.comparing(Sprint::first).thenComparing(Sprint::name))
                .toList();
    }

    /** What makes sorted sprints no calendar: one that ends before it begins, or two that overlap. */
    public static Optional<String> fault(List<Sprint> sorted) {
        for (int i = 0; i < sorted.size(); i++) {
            Sprint sprint = sorted.get(i);
            if (sprint.last().isBefore(sprint.first())) {
                return Optional.of("sprint " + sprint.name() + " ends before it begins");
            }
            if (i > 0 && !sorted.get(i - 1).last().isBefore(sprint.first())) {
                return Optional.of("sprint " + sprint.name() + " overlaps sprint "
                        + sorted.get(i - 1).name());
            }
        }
        return Optional.empty();
    }
}
