package io.slipway.rollout.calendar;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A team's sprints and frozen days, by the clock of its zone.
 *
 * @param source where the sprints are kept; those from elsewhere are added by whoever reads them there
 * @param sprints in order, none overlapping another
 */
public record SprintCalendar(ZoneId zone, SprintSource source, List<Sprint> sprints, List<FrozenDays> freezes) {
    public SprintCalendar {
        sprints = List.copyOf(sprints);
        freezes = List.copyOf(freezes);
    }

    /** The same, with sprints that were read elsewhere. */
    public SprintCalendar with(List<Sprint> read) {
        return new SprintCalendar(zone, source, read, freezes);
    }

    /** The first freeze that leaves nothing of some sprint, in words: that sprint offers no day. */
    public Optional<String> swallowed() {
        for (FrozenDays freeze : freezes) {
            for (Sprint sprint : sprints) {
                if (freeze.swallows(sprint)) {
                    return Optional.of("the freeze '" + freeze.name() + "' swallows the whole of sprint "
                            + sprint.name() + " (" + sprint.first() + " to " + sprint.last() + ")");
                }
            }
        }
        return Optional.empty();
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
