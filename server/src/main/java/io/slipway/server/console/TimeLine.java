package io.slipway.server.console;

import io.slipway.rollout.calendar.FrozenDays;
import io.slipway.rollout.calendar.Sprint;
import io.slipway.server.dates.TeamDates.TeamDate;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Teams beside each other on one line of time: what lies where, in parts of a hundred of the width. */
final class TimeLine {
    private static final int WEEKS_BACK = 2;
    private static final int WEEKS = 26;
    private final Instant now;
    private final LocalDate today;
    private final LocalDate from;
    private final LocalDate until;

    /** The line's own days are those of UTC; what a team is told of its sprints goes by the team's zone. */
    TimeLine(Instant now) {
        this.now = now;
        this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        this.from = today.minusWeeks(WEEKS_BACK);
        this.until = from.plusWeeks(WEEKS);
    }

    /** @param title for who points at it */
    record Bar(String x, String width, String css, String title) {}

    record Month(String x, String name) {}

    /**
     * One team's line.
     *
     * @param words the same for who does not see it
     */
    record Line(TeamDate team, List<Bar> bars, String words, String sprint, String freezes) {}

    List<Month> months() {
        List<Month> months = new ArrayList<>();
        for (YearMonth month = YearMonth.from(from).plusMonths(1);
                month.atDay(1).isBefore(until);
                month = month.plusMonths(1)) {
            months.add(new Month(
                    percent(month.atDay(1)),
                    month.getMonth().getDisplayName(TextStyle.SHORT, Locale.ENGLISH)
                            + (month.getMonthValue() == 1 ? " " + month.getYear() : "")));
        }
        return months;
    }

    String todayAt() {
        return percent(today);
    }

    Line line(TeamDate team) {
        List<Bar> bars = new ArrayList<>();
        int number = 0;
        for (Sprint sprint : team.calendar().sprints()) {
            bar(
                    bars,
                    sprint.first(),
                    sprint.last(),
                    number++ % 2 == 0 ? "sprint" : "sprint other",
                    "Sprint " + sprint.name() + ", " + DayText.of(sprint.first()) + " to " + DayText.of(sprint.last()));
        }
        for (FrozenDays freeze : team.calendar().freezes()) {
            bar(
                    bars,
                    freeze.first(),
                    freeze.last(),
                    "freeze",
                    "Freeze " + freeze.name() + ", " + DayText.of(freeze.first()) + " to " + DayText.of(freeze.last()));
        }
        team.day()
                .ifPresent(day -> bar(
                        bars,
                        day,
                        day.plusDays(1),
                        !team.clashes().isEmpty() ? "date clash" : team.agreed() ? "date agreed" : "date",
                        "Go-live on " + DayText.of(day) + (team.agreed() ? "" : ", proposed")));
        return new Line(team, bars, words(team), sprint(team), freezes(team));
    }

    private void bar(List<Bar> bars, LocalDate first, LocalDate last, String css, String title) {
        if (last.isBefore(from) || !first.isBefore(until)) {
            return;
        }
        LocalDate begin = first.isBefore(from) ? from : first;
        LocalDate end = last.plusDays(1).isAfter(until) ? until : last.plusDays(1);
        bars.add(new Bar(percent(begin), share(ChronoUnit.DAYS.between(begin, end)), css, title));
    }

    private static String words(TeamDate team) {
        return team.served().rollout().title() + ": "
                + team.day()
                        .map(day -> "goes live on " + DayText.of(day) + (team.agreed() ? "" : " (proposed)"))
                        .orElse("no go-live date")
                + ", " + team.calendar().sprints().size() + " sprints, "
                + team.calendar().freezes().size() + " freezes";
    }

    private LocalDate today(TeamDate team) {
        return LocalDate.ofInstant(now, team.served().rollout().calendar().zone());
    }

    private String sprint(TeamDate team) {
        LocalDate theirs = today(team);
        String running = team.calendar()
                .on(theirs)
                .map(sprint -> sprint.name() + " until " + DayText.of(sprint.last()))
                .orElse("none now");
        return team.calendar().sprints().stream()
                .filter(sprint -> sprint.first().isAfter(theirs))
                .findFirst()
                .map(next -> running + "; " + next.name() + " from " + DayText.of(next.first()))
                .orElse(running);
    }

    private String freezes(TeamDate team) {
        LocalDate theirs = today(team);
        return String.join(
                "; ",
                team.calendar().freezes().stream()
                        .filter(freeze -> !freeze.last().isBefore(theirs))
                        .map(freeze ->
                                freeze.name() + ", " + DayText.of(freeze.first()) + " to " + DayText.of(freeze.last()))
                        .toList());
    }

    private String percent(LocalDate day) {
        return share(ChronoUnit.DAYS.between(from, day));
    }

    private String share(long days) {
        return String.format(Locale.ROOT, "%.2f%%", 100.0 * days / (WEEKS * 7));
    }
}
