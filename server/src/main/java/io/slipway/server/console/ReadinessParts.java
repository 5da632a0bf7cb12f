package io.slipway.server.console;

import io.slipway.rollout.golive.LiveState;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Readiness;
import io.slipway.rollout.readiness.Verdict;
import io.slipway.rollout.rehearsal.Stage;
import io.slipway.server.access.Caller;
import io.slipway.server.dates.GoLiveDates;
import io.slipway.server.dates.TeamDates.TeamDate;
import io.slipway.server.golive.GoLive;
import io.slipway.server.golive.Rehearsals;
import io.slipway.server.golive.SwitchBook;
import io.slipway.server.golive.Traces;
import io.slipway.server.readiness.ReadinessDesk;
import io.slipway.server.rollout.ServedRollout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What pages about rollouts show of gates, rehearsals and the switch. */
@Component
final class ReadinessParts {
    private final ReadinessDesk desk;
    private final GoLiveDates dates;
    private final GoLive golive;
    private final SwitchBook book;
    private final Rehearsals rehearsals;
    private final Traces traces;

    ReadinessParts(
            ReadinessDesk desk,
            GoLiveDates dates,
            GoLive golive,
            SwitchBook book,
            Rehearsals rehearsals,
            Traces traces) {
        this.desk = desk;
        this.dates = dates;
        this.golive = golive;
        this.book = book;
        this.rehearsals = rehearsals;
        this.traces = traces;
    }

    /**
     * A gate as its line on the page.
     *
     * @param turn whose it is to do something; empty when it passes
     * @param mayAgree whether this reader is the second person that an asked waiver waits for
     */
    public record Line(Readiness.Status status, String turn, boolean mayAgree) {}

    /** @param measured whether a rehearsal told how long it takes */
    public record Timing(Stage stage, String takes, boolean measured) {}

    /** Gates that hinder for the same reason, by their titles. */
    public record Hindrance(Verdict verdict, String why, List<String> gates) {}

    /**
     * What stands between a team and its go-live.
     *
     * @param counts whether it hinders anything: not while nobody agreed to a day for a team that was live before
     * @param turn who has to do something for it, each once
     */
    public record Blocks(LiveState.Word word, List<Hindrance> blocking, boolean counts, List<Person> turn) {
        static Blocks of(LiveState.Word word, List<Readiness.Status> blocking, boolean counts, List<Person> turn) {
            List<Hindrance> hindrances = new ArrayList<>();
            blocking.stream()
                    .collect(Collectors.groupingBy(
                            status -> List.of(
                                    status.state().verdict(), status.state().why()),
                            LinkedHashMap::new,
                            Collectors.toList()))
                    .values()
                    .forEach(same -> hindrances.add(new Hindrance(
                            same.get(0).state().verdict(),
                            same.get(0).state().why(),
                            same.stream().map(status -> status.gate().title()).toList())));
            return new Blocks(word, hindrances, counts, counts ? turn : List.of());
        }
    }

    void rollout(Model model, Caller caller, ServedRollout served) {
        Readiness readiness = desk.of(served);
        Set<String> date =
                dates.agreement(served).turn(served.rollout().manager().key());
        boolean mayWaive = served.rollout().gates().mayWaive(caller.name());
        model.addAttribute("readiness", readiness);
        model.addAttribute(
                "gates",
                readiness.gates().stream()
                        .map(status -> new Line(
                                status,
                                status.state().passes()
                                        ? ""
                                        : served.rollout().turn(status.gate(), date).stream()
                                                .map(Person::name)
                                                .collect(Collectors.joining(", ")),
                                mayWaive
                                        && status.asked()
                                                .filter(w -> !w.askedBy().equals(caller.name()))
                                                .isPresent()))
                        .toList());
        model.addAttribute("mayWaive", mayWaive);
        model.addAttribute("switching", golive.outlook(served));
        List<Rehearsals.Rehearsal> all = rehearsals.of(served);
        model.addAttribute("rehearsals", all);
        model.addAttribute(
                "rehearsing", all.stream().anyMatch(each -> each.ended().isEmpty()));
        model.addAttribute("timings", timings(served, all));
        model.addAttribute("traces", traces.of(served));
    }

    private List<Timing> timings(ServedRollout served, List<Rehearsals.Rehearsal> all) {
        var measured = all.stream()
                .filter(Rehearsals.Rehearsal::complete)
                .findFirst()
                .map(Rehearsals.Rehearsal::took)
                .orElse(Map.of());
        var timings = rehearsals.timings(served);
        return Arrays.stream(Stage.values())
                .map(stage -> new Timing(
                        stage, words(timings.getOrDefault(stage, stage.estimate())), measured.containsKey(stage)))
                .toList();
    }

    private static String words(java.time.Duration duration) {
        long seconds = Math.max(1, duration.toSeconds());
        return seconds < 120 ? seconds + " s" : (seconds + 59) / 60 + " min";
    }

    /** What blocks each of them, by team. */
    Map<String, Blocks> blocks(List<TeamDate> shown) {
        Map<String, LiveState.Word> states = book.states();
        Map<String, Readiness> all =
                desk.of(shown.stream().map(TeamDate::served).toList());
        Map<String, Blocks> blocks = new HashMap<>();
        for (TeamDate team : shown) {
            String name = team.served().team();
            List<Readiness.Status> blocking =
                    Optional.ofNullable(all.get(name)).map(Readiness::blocking).orElse(List.of());
            LiveState.Word word = states.getOrDefault(name, LiveState.Word.WAITING);
            boolean counts = word != LiveState.Word.LIVE_BEFORE || team.agreed();
            blocks.put(name, Blocks.of(word, blocking, counts, turn(team, word, blocking)));
        }
        return blocks;
    }

    /**
     * Nobody can say yes to a date that was not proposed: until then that is the manager's. So is what comes after a
     * switch that held or was taken back.
     */
    private static List<Person> turn(TeamDate team, LiveState.Word word, List<Readiness.Status> blocking) {
        Map<String, Person> turn = new LinkedHashMap<>();
        Person manager = team.served().rollout().manager();
        if (team.day().isEmpty() && word == LiveState.Word.WAITING
                || word == LiveState.Word.HELD
                || word == LiveState.Word.BACK) {
            turn.put(manager.key(), manager);
        }
        blocking.stream()
                .map(Readiness.Status::gate)
                .flatMap(gate -> team.served().rollout().turn(gate, team.turn()).stream())
                .forEach(person -> turn.putIfAbsent(person.key(), person));
        return List.copyOf(turn.values());
    }
}
