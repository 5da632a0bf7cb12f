package io.slipway.rollout.rehearsal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How far a rehearsal came, and how long each step took: from the end of the one before it.
 *
 * @param missing those that were not gone through, in their order
 */
public record Course(List<Step> steps, List<Stage> missing) {
    public Course {
        steps = List.copyOf(steps);
        missing = List.copyOf(missing);
    }

    /** Something that was seen to happen. */
    public record Seen(Stage stage, Instant at, String what) {}

    public record Step(Stage stage, Instant at, Duration took, String what) {}

    /**
     * @param wanted the stages that this team's pipeline has
     * @param seen in any order; each stage counts where it first comes after the one before it
     */
    public static Course of(Instant begun, Set<Stage> wanted, List<Seen> seen) {
        List<Step> steps = new ArrayList<>();
        List<Stage> missing = new ArrayList<>();
        Instant from = begun;
        for (Stage stage : EnumSet.copyOf(wanted)) {
            Instant after = from;
            var first = seen.stream()
                    .filter(each -> each.stage() == stage && !each.at().isBefore(after))
                    .min(java.util.Comparator.comparing(Seen::at));
            if (!missing.isEmpty() || first.isEmpty()) {
                missing.add(stage);
                continue;
            }
            Instant at = first.get().at();
            steps.add(
                    new Step(stage, at, Duration.between(from, at), first.get().what()));
            from = at;
        }
        return new Course(steps, missing);
    }

    /** Whether it went to its end. */
    public boolean complete() {
        return missing.isEmpty();
    }
}
