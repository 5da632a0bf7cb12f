package io.slipway.rollout.training;

import io.slipway.rollout.support.BusinessHours;
import java.util.List;
import java.util.Optional;

/**
 * The trainings of a team as its rollout file has them.
 *
 * @param hours when they can be
 * @param all one of each kind at most, one at least
 */
public record Trainings(BusinessHours hours, List<Training> all) {
    public Trainings {
        all = List.copyOf(all);
    }

    public Optional<Training> find(TrainingKind kind) {
        return all.stream().filter(training -> training.kind() == kind).findFirst();
    }
}
