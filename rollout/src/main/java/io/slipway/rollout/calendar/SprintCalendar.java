package io.slipway.rollout.calendar;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A team's sprints and frozen days, by the clock of its zone.
 *
 * @param sprints in order, none overlapping another
 */
public record SprintCalendar(ZoneId zone, List<Sprint> sprints, List<FrozenDays> freezes) {
    public SprintCalendar {
        sprints = List.copyOf(sprints);
        freezes = List.copyOf(freezes);
    }

    /** The sprint that a day is in. */
    public Optional<Sprint> on(LocalDate day) {
        return sprints.stream().filter(sprint -> sprint.includes(day)).findFirst();
    }

    /** The sprint that begins on a day. */
    public Optional<Sprint> beginningOn(LocalDate day) {
        return sprints.stream().filter(sprint -> sprint.first().equals(day)).findFirst();
    }

    public Optional<FrozenDays> freeze(LocalDate day) {
        return freezes.stream().filter(freeze -> freeze.includes(day)).findFirst();
    }
}
