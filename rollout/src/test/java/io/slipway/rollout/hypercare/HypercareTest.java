package io.slipway.rollout.hypercare;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.calendar.Sprint;
import io.slipway.rollout.hypercare.Hypercare.State;
import io.slipway.rollout.hypercare.Hypercare.Vote;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class HypercareTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final HypercareRules RULES =
            new HypercareRules(2, 10, 2, Duration.ofHours(4), List.of("ada", "dora"));
    private static final List<Sprint> SPRINTS = sprints();

    @Test
    void figuresAreThoseOfTheSprintByTheTeamsClock() {
        Sprint sprint = SPRINTS.get(0);
        Instant begin = sprint.begins(BERLIN);
        List<Delivered> events = List.of(
                new Delivered.Packaged("0.9", 9, begin.minusMillis(1)),
                new Delivered.Packaged("1.0", 3, begin),
                ran("1.0", "dev", false, begin.plusSeconds(3600)),
                ran("1.0", "dev", true, begin.plusSeconds(7200)),
                new Delivered.Ran("1.0", "prod", false, true, true, Optional.of(begin), begin.plusSeconds(36000)),
                new Delivered.Ran("1.0", "dev", true, true, false, Optional.empty(), begin.plusSeconds(40000)),
                new Delivered.Case("L1", "lock timeout", begin.plusSeconds(3700)),
                new Delivered.Case("L2", "lock timeout", begin.plusSeconds(3800)));
        Figures figures = Figures.of(sprint, BERLIN, events, sprint.ends(BERLIN));
        assertThat(figures.whole()).isTrue();
        assertThat(figures.scripts()).isEqualTo(3);
        assertThat(figures.promoted()).isEqualTo(1);
        assertThat(figures.lead()).contains(Duration.ofHours(10));
        assertThat(figures.failureRate()).isEqualTo(34);
        assertThat(figures.recovery()).contains(Duration.ofHours(1));
        assertThat(figures.rework()).isEqualTo(1);
        assertThat(figures.casesByTier()).containsEntry("L1", 1).containsEntry("L2", 1);
        assertThat(figures.causes()).containsExactly("lock timeout");
        assertThat(Figures.of(sprint, BERLIN, events, sprint.ends(BERLIN).minusMillis(1))
                        .whole())
                .isFalse();
    }

    @Test
    void figuresAndVotesEndItAndARelapseBringsItBack() {
        List<Figures> two = List.of(calm(0), calm(1));
        assertThat(Hypercare.of(RULES, List.of(calm(0)), List.of()).state()).isEqualTo(State.RUNNING);
        assertThat(Hypercare.of(RULES, two, List.of()).state()).isEqualTo(State.VOTING);
        List<Vote> votes = List.of(new Vote("ada", true, "S2"), new Vote("dora", true, "S2"));
        assertThat(Hypercare.of(RULES, two, votes).state()).isEqualTo(State.ENDED);
        assertThat(Hypercare.of(RULES, two, votes.subList(0, 1)).missing()).containsExactly("dora");

        Hypercare again = Hypercare.of(RULES, List.of(calm(0), calm(1), bad(2)), votes);
        assertThat(again.state()).isEqualTo(State.RUNNING);
        assertThat(again.relapsed()).isTrue();
        // the votes of before count no more
        assertThat(Hypercare.of(RULES, List.of(calm(0), calm(1), bad(2), calm(3), calm(4)), votes)
                        .state())
                .isEqualTo(State.VOTING);
        // a quiet sprint is none of good figures, and brings nothing back
        assertThat(Hypercare.of(RULES, List.of(calm(0), calm(1), empty(2)), votes)
                        .state())
                .isEqualTo(State.ENDED);
    }

    /** No order of sprints and votes ends it without enough calm sprints on end and everybody's yes. */
    @Property(tries = 1000)
    void itEndsOnlyByFiguresAndByEverybodysVote(
            @ForAll("sprintKinds") List<Integer> kinds, @ForAll("votes") List<Vote> votes) {
        List<Figures> figures = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            figures.add(kinds.get(i) == 0 ? bad(i) : kinds.get(i) == 1 ? empty(i) : calm(i));
        }
        Hypercare hypercare = Hypercare.of(RULES, figures, votes);
        if (hypercare.state() == State.ENDED) {
            assertThat(kinds).containsSequence(2, 2);
            assertThat(votes).extracting(Vote::account).contains("ada", "dora");
            int lastBad = kinds.lastIndexOf(0);
            assertThat(kinds.subList(lastBad + 1, kinds.size())).containsSequence(2, 2);
        }
        assertThat(Hypercare.of(RULES, figures, votes)).isEqualTo(hypercare);
    }

    @Provide
    Arbitrary<List<Integer>> sprintKinds() {
        return Arbitraries.integers().between(0, 2).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<List<Vote>> votes() {
        return Arbitraries.of("ada", "dora", "mallory")
                .flatMap(who -> Arbitraries.of("S1", "S2", "S3", "S4", "S5", "S6")
                        .flatMap(sprint -> Arbitraries.of(true, true, false).map(yes -> new Vote(who, yes, sprint))))
                .list()
                .ofMaxSize(8);
    }

    private static Figures calm(int sprint) {
        Instant at = SPRINTS.get(sprint).begins(BERLIN).plusSeconds(60);
        return figures(sprint, List.of(ran("1." + sprint, "dev", true, at)));
    }

    private static Figures bad(int sprint) {
        Instant at = SPRINTS.get(sprint).begins(BERLIN).plusSeconds(60);
        return figures(sprint, List.of(ran("1." + sprint, "dev", false, at)));
    }

    private static Figures empty(int sprint) {
        return figures(sprint, List.of());
    }

    private static Figures figures(int sprint, List<Delivered> events) {
        return Figures.of(
                SPRINTS.get(sprint), BERLIN, events, SPRINTS.get(sprint).ends(BERLIN));
    }

    private static Delivered ran(String version, String environment, boolean good, Instant at) {
        return new Delivered.Ran(version, environment, false, good, false, Optional.empty(), at);
    }

    private static List<Sprint> sprints() {
        List<Sprint> sprints = new ArrayList<>();
        LocalDate first = LocalDate.of(2026, 10, 5);
        for (int i = 0; i < 10; i++) {
            sprints.add(new Sprint("S" + (i + 1), first.plusDays(14L * i), first.plusDays(14L * i + 13)));
        }
        return sprints;
    }
}
