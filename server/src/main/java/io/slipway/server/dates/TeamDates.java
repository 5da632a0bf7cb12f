package io.slipway.server.dates;

import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.sprint.SprintCalendars;
import io.slipway.store.Store;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** All teams' dates beside each other, read from the table that is kept of them. */
public final class TeamDates {
    private static final int NAMED = 3;
    private final Store store;
    private final Rollouts rollouts;
    private final GoLiveDates dates;
    private final SprintCalendars sprints;
    private final Helpers helpers;

    public TeamDates(Store store, Rollouts rollouts, GoLiveDates dates, SprintCalendars sprints, Helpers helpers) {
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
     * @param turn whose turn it is with the date, by account
     * @param clashes what stands against it, in words: somebody whom two teams need, or a freeze that came later
     */
    public record TeamDate(
            ServedRollout served,
            SprintCalendar calendar,
            Optional<LocalDate> day,
            boolean agreed,
            Set<String> turn,
            List<String> clashes) {
        public TeamDate {
            turn = Set.copyOf(turn);
            clashes = List.copyOf(clashes);
        }
    }

    /** Whether a date was ever proposed to a team. */
    public static boolean asked(Handle handle, ServedRollout rollout) {
        return DateTable.known(handle, rollout.team());
    }

    /** Teams for which a day from the first to the last stands, agreed or not. */
    public Set<String> between(LocalDate first, LocalDate last) {
        return store.read(handle -> DateTable.between(handle, first, last));
    }

    /** Those that the caller may see, by team. */
    public List<TeamDate> visible(Caller caller) {
        return store.read(handle -> {
            Map<String, DateTable.Row> rows = DateTable.all(handle);
            List<ServedRollout> all = rollouts.byTeam(handle).values().stream()
                    .sorted(Comparator.comparing(ServedRollout::team))
                    .toList();
            Map<LocalDate, Map<String, List<ServedRollout>>> needed = needed(all, rows);
            List<ServedRollout> visible = all.stream()
                    .filter(served -> caller.may(Permission.VIEW, served.project()))
                    .toList();
            Map<String, Agreement> open = dates.agreements(
                    handle,
                    visible.stream()
                            .filter(served -> open(served, rows.get(served.team())))
                            .toList());
            return visible.stream()
                    .map(served -> {
                        Optional<LocalDate> day = day(rows.get(served.team()));
                        SprintCalendar calendar = sprints.of(handle, served).calendar();
                        Optional<Agreement> agreement = Optional.ofNullable(open.get(served.team()));
                        String manager = served.rollout().manager().key();
                        return new TeamDate(
                                served,
                                calendar,
                                day,
                                day.isPresent()
                                        && agreement.map(Agreement::agreed).orElse(true),
                                agreement.map(each -> each.turn(manager)).orElse(Set.of(manager)),
                                day.map(d -> clashes(served, calendar, d, needed.getOrDefault(d, Map.of()), caller))
                                        .orElse(List.of()));
                    })
                    .toList();
        });
    }

    /** For each day, who is needed then, by account, and by whom. */
    private Map<LocalDate, Map<String, List<ServedRollout>>> needed(
            List<ServedRollout> all, Map<String, DateTable.Row> rows) {
        Map<LocalDate, Map<String, List<ServedRollout>>> needed = new HashMap<>();
        for (ServedRollout served : all) {
            day(rows.get(served.team()))
                    .ifPresent(day -> helpers.of(served.rollout())
                            .keySet()
                            .forEach(account -> needed.computeIfAbsent(day, d -> new HashMap<>())
                                    .computeIfAbsent(account, a -> new ArrayList<>())
                                    .add(served)));
        }
        return needed;
    }

    private static Optional<LocalDate> day(DateTable.@org.jspecify.annotations.Nullable Row row) {
        return Optional.ofNullable(row).flatMap(DateTable.Row::day);
    }

    /** Whether its date has to be looked at: what was computed holds for the file that it was computed with. */
    private static boolean open(ServedRollout served, DateTable.@org.jspecify.annotations.Nullable Row row) {
        return row != null && row.day().isPresent() && !(row.agreed() && row.revision() == served.revision());
    }

    private List<String> clashes(
            ServedRollout served,
            SprintCalendar calendar,
            LocalDate day,
            Map<String, List<ServedRollout>> needed,
            Caller caller) {
        List<String> clashes = new ArrayList<>();
        calendar.objection(day).ifPresent(clashes::add);
        helpers.of(served.rollout()).forEach((account, name) -> {
            List<ServedRollout> teams = needed.getOrDefault(account, List.of());
            if (teams.size() > 1) {
                clashes.add(name + " is needed by " + names(served, teams, caller) + " too");
            }
        });
        return clashes;
    }

    /** A few of the others; those that the caller may not see have no name. */
    private static String names(ServedRollout served, List<ServedRollout> teams, Caller caller) {
        String named = teams.stream()
                .filter(other -> !other.team().equals(served.team()))
                .limit(NAMED)
                .map(other -> caller.may(Permission.VIEW, other.project())
                        ? other.rollout().title()
                        : "another team")
                .collect(Collectors.joining(", "));
        int more = teams.size() - 1 - NAMED;
        return more > 0 ? named + " and " + more + " more" : named;
    }
}
