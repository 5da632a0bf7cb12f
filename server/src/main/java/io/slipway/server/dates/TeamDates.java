package io.slipway.server.dates;

import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.sprint.SprintCalendars;
import io.slipway.store.Store;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All teams' dates beside each other, read from the table that is kept of them. */
public final class TeamDates {
    private final Store store;
    private final Rollouts rollouts;
    private final GoLiveDates dates;
    private final SprintCalendars sprints;
    private final Helpers helpers;

    public TeamDates(
            Store store, Rollouts rollouts, GoLiveDates dates, SprintCalendars sprints, Helpers helpers) {
        this.store = store;
        this.rollouts = rollouts;
        this.dates = dates;
        this.sprints = sprints;
        this.helpers = helpers;
    }

    /**
     * A team with its date.
     *
     * @param day empty when no date stands
     * @param clashes what stands against it, in words: somebody whom two teams need, or a freeze that came later
     */
    public record TeamDate(
            ServedRollout served, SprintCalendar calendar, Optional<LocalDate> day, boolean agreed, List<String> clashes) {
        public TeamDate {
            clashes = List.copyOf(clashes);
        }
    }

    /** Those that the caller may see, by team. */
    public List<TeamDate> visible(Caller caller) {
        return store.read(handle -> {
            Map<String, DateTable.Row> rows = DateTable.all(handle);
            Map<LocalDate, List<ServedRollout>> days = new LinkedHashMap<>();
            List<ServedRollout> all = rollouts.byTeam(handle).values().stream()
                    .sorted(java.util.Comparator.comparing(ServedRollout::team))
                    .toList();
            for (ServedRollout served : all) {
                day(rows.get(served.team())).ifPresent(day -> days.computeIfAbsent(day, d -> new ArrayList<>())
                        .add(served));
            }
            return all.stream()
                    .filter(served -> caller.may(Permission.VIEW, served.project()))
                    .map(served -> {
                        Optional<LocalDate> day = day(rows.get(served.team()));
                        SprintCalendar calendar = sprints.of(handle, served).calendar();
                        return new TeamDate(
                                served,
                                calendar,
                                day,
                                day.isPresent() && agreed(served, rows.get(served.team())),
                                day.map(d -> clashes(served, calendar, d, days.getOrDefault(d, List.of()), caller))
                                        .orElse(List.of()));
                    })
                    .toList();
        });
    }

    private static Optional<LocalDate> day(DateTable.@org.jspecify.annotations.Nullable Row row) {
        return Optional.ofNullable(row).flatMap(DateTable.Row::day);
    }

    /** What was computed holds for the file that it was computed with. */
    private boolean agreed(ServedRollout served, DateTable.@org.jspecify.annotations.Nullable Row row) {
        return row != null && row.revision() == served.revision()
                ? row.agreed()
                : dates.agreement(served).agreed();
    }

    private List<String> clashes(
            ServedRollout served,
            SprintCalendar calendar,
            LocalDate day,
            List<ServedRollout> sameDay,
            Caller caller) {
        List<String> clashes = new ArrayList<>();
        calendar.freeze(day).ifPresent(freeze -> clashes.add("the freeze '" + freeze.name() + "' covers it"));
        if (calendar.beginningOn(day).isEmpty()) {
            clashes.add("no sprint begins that day any more");
        }
        Map<String, String> needed = helpers.of(served.rollout());
        for (ServedRollout other : sameDay) {
            if (!other.team().equals(served.team())) {
                helpers.of(other.rollout()).keySet().stream()
                        .filter(needed::containsKey)
                        .forEach(account -> clashes.add(needed.get(account) + " is needed by "
                                + (caller.may(Permission.VIEW, other.project())
                                        ? other.rollout().title()
                                        : "another team")
                                + " too"));
            }
        }
        return clashes;
    }
}
