package io.slipway.rollout.calendar;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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

    /**
     * A sprint of which nothing is left: it offers no day.
     *
     * @param by all freezes that take a part of it, in the file's order
     */
    public record Swallowed(Sprint sprint, List<FrozenDays> by) {
        public Swallowed {
            by = List.copyOf(by);
        }

        /** A sentence without its end. */
        public String words() {
            String names = by.stream().map(freeze -> "'" + freeze.name() + "'").collect(Collectors.joining(" and "));
            return (by.size() == 1 ? "the freeze " + names + " swallows" : "the freezes " + names + " swallow")
                    + " the whole of sprint " + sprint.name() + " (" + sprint.first() + " to " + sprint.last() + ")";
        }
    }

    /** The first sprint that freezes, one or several together, leave nothing of. */
    public Optional<Swallowed> swallowed() {
        return sprints.stream()
                .filter(sprint -> sprint.first()
                        .datesUntil(sprint.last().plusDays(1))
                        .allMatch(day -> freeze(day).isPresent()))
                .findFirst()
                .map(sprint -> new Swallowed(
                        sprint,
                        freezes.stream()
                                .filter(freeze -> freeze.touches(sprint))
                                .toList()));
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

    /** Why a day that was taken is none to go live on any more: sprints and freezes change. Empty while it is one. */
    public Optional<String> objection(LocalDate day) {
        if (beginningOn(day).isEmpty()) {
            return Optional.of("no sprint begins that day any more");
        }
        return freeze(day).map(freeze -> "the freeze '" + freeze.name() + "' covers it");
    }
}
