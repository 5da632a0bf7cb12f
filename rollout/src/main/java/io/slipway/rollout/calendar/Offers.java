package io.slipway.rollout.calendar;

import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which days a team can go live on: first days of its sprints, by the clock of its zone, that are to come, that no freeze
 * covers, and on which nobody who trains or helps it does so for another team.
 *
 * @param busy names of the people, by account, whom a go-live of this team needs
 */
public record Offers(SprintCalendar calendar, List<Commitment> others, Map<String, String> busy, Clock clock) {

    /**
     * A first day of a sprint.
     *
     * @param refused why it cannot be taken; empty for one that can
     */
    public record Day(LocalDate date, Sprint sprint, List<String> refused) {
        public Day {
            refused = List.copyOf(refused);
        }

        public boolean free() {
            return refused.isEmpty();
        }
    }

    /** The first days that can be taken, the nearest to a wish first. */
    public List<Day> nearest(LocalDate wish, int count) {
        return days().stream()
                .filter(Day::free)
                .sorted(Comparator.comparingLong((Day day) -> Math.abs(ChronoUnit.DAYS.between(wish, day.date())))
                        .thenComparing(Day::date))
                .limit(count)
                .toList();
    }

    /** All first days to come, in order, each with what stands in its way. */
    public List<Day> days() {
        return calendar.sprints().stream()
                .filter(sprint -> sprint.begins(calendar.zone()).isAfter(clock.instant()))
                .map(sprint -> new Day(sprint.first(), sprint, inTheWay(sprint.first())))
                .toList();
    }

    /** Why a day cannot be taken; empty for one that can. */
    public List<String> refused(LocalDate date) {
        Optional<Sprint> sprint = calendar.beginningOn(date);
        if (sprint.isEmpty()) {
            return List.of(calendar.on(date)
                    .map(in -> date + " is in sprint " + in.name() + ", which begins on " + in.first()
                            + ": a team goes live on a sprint's first day")
                    .orElse(date + " is in no sprint of the team"));
        }
        List<String> reasons = new ArrayList<>();
        if (!sprint.get().begins(calendar.zone()).isAfter(clock.instant())) {
            reasons.add("sprint " + sprint.get().name() + " has begun already (" + calendar.zone() + ")");
        }
        reasons.addAll(inTheWay(date));
        return reasons;
    }

    private List<String> inTheWay(LocalDate date) {
        List<String> reasons = new ArrayList<>();
        calendar.freezes().stream()
                .filter(freeze -> freeze.includes(date))
                .forEach(freeze -> reasons.add("the freeze '" + freeze.name() + "' covers it, from " + freeze.first()
                        + " to " + freeze.last()));
        for (Commitment other : others) {
            if (other.day().equals(date)) {
                busy.forEach((account, name) -> {
                    if (other.busy().contains(account)) {
                        reasons.add(name + " is needed that day by " + other.team() + ", which "
                                + (other.agreed() ? "goes live then" : "may go live then"));
                    }
                });
            }
        }
        return reasons;
    }
}
