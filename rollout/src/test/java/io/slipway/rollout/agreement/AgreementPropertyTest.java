package io.slipway.rollout.agreement;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.agreement.DateEvent.Proposed;
import io.slipway.rollout.agreement.DateEvent.Replied;
import io.slipway.rollout.agreement.DateEvent.Voted;
import io.slipway.rollout.agreement.DateEvent.Withdrawn;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** Whatever comes in, in whatever order: "agreed" is everybody's yes to exactly that date, and nothing else. */
class AgreementPropertyTest {
    private static final List<LocalDate> DAYS =
            List.of(LocalDate.of(2026, 12, 7), LocalDate.of(2026, 12, 14), LocalDate.of(2027, 1, 4));
    private static final List<String> PEOPLE = List.of("ada", "dora", "rita", "mallory");
    private static final Instant AT = Instant.parse("2026-11-24T10:00:00Z");

    @Property(tries = 20_000)
    void agreedIsEverybodysYesToExactlyThatDate(
            @ForAll("histories") List<DateEvent> events,
            @ForAll("stakeholders") Set<String> stakeholders,
            @ForAll boolean proposerCounts) {
        Agreement agreement = Agreement.of(events, stakeholders, new AgreementPolicy(proposerCounts));
        boolean expected = agreedBySearch(events, stakeholders, proposerCounts);
        Statistics.label("agreed").collect(expected);
        assertThat(agreement.agreed()).as("%s", events).isEqualTo(expected);
    }

    /** Nothing that a mail says moves an agreement, however often and however late it comes. */
    @Property(tries = 5_000)
    void mailsChangeNothing(
            @ForAll("histories") List<DateEvent> events,
            @ForAll("stakeholders") Set<String> stakeholders,
            @ForAll boolean proposerCounts) {
        AgreementPolicy policy = new AgreementPolicy(proposerCounts);
        List<DateEvent> withoutMails =
                events.stream().filter(event -> !(event instanceof Replied)).toList();
        assertThat(Agreement.of(events, stakeholders, policy).state())
                .isEqualTo(Agreement.of(withoutMails, stakeholders, policy).state());
    }

    @Property(tries = 5_000)
    void aMoveOpensWhatWasAgreed(
            @ForAll("histories") List<DateEvent> events, @ForAll("stakeholders") Set<String> stakeholders) {
        Agreement before = Agreement.of(events, stakeholders, AgreementPolicy.STANDARD);
        List<DateEvent> moved = new ArrayList<>(events);
        moved.add(new Proposed(before.lastSequence() + 1, DAYS.get(0), "rita", AT));
        Agreement after = Agreement.of(moved, stakeholders, AgreementPolicy.STANDARD);
        assertThat(after.agreed()).isFalse();
        assertThat(after.votes()).isEmpty();
        before.proposal()
                .ifPresent(kept ->
                        assertThat(after.proposal().orElseThrow().round()).isEqualTo(kept.round()));
    }

    @Property(tries = 5_000)
    void aStakeholderWhoIsAddedOpensIt(
            @ForAll("histories") List<DateEvent> events, @ForAll("stakeholders") Set<String> stakeholders) {
        Set<String> more = new java.util.HashSet<>(stakeholders);
        more.add("newcomer");
        assertThat(Agreement.of(events, more, AgreementPolicy.STANDARD).agreed())
                .isFalse();
    }

    /** It is always somebody's turn, and nobody's but the manager's who has said their word. */
    @Property(tries = 5_000)
    void whoHasVotedIsWaitedForNoMore(
            @ForAll("histories") List<DateEvent> events, @ForAll("stakeholders") Set<String> stakeholders) {
        Agreement agreement = Agreement.of(events, stakeholders, AgreementPolicy.STANDARD);
        Set<String> turn = agreement.turn("the manager");
        Statistics.label("the manager's").collect(turn.contains("the manager"));
        assertThat(turn).isNotEmpty().noneMatch(account -> agreement.votes().containsKey(account));
        if (agreement.agreed() || agreement.proposal().isEmpty()) {
            assertThat(turn).containsExactly("the manager");
        }
    }

    /** The same question answered in another way: from the end backwards, person by person. */
    private static boolean agreedBySearch(List<DateEvent> events, Set<String> stakeholders, boolean proposerCounts) {
        int highest = 0;
        int stands = -1;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof Proposed proposed && proposed.sequence() > highest) {
                highest = proposed.sequence();
                stands = i;
            }
        }
        if (stands < 0) {
            return false;
        }
        Proposed date = (Proposed) events.get(stands);
        List<DateEvent> since = events.subList(stands + 1, events.size());
        if (since.stream().anyMatch(e -> e instanceof Withdrawn w && w.sequence() == date.sequence())) {
            return false;
        }
        int asked = 0;
        for (String person : stakeholders) {
            Optional<Boolean> said = Optional.empty();
            for (DateEvent event : since) {
                if (event instanceof Voted vote
                        && vote.by().equals(person)
                        && vote.sequence() == date.sequence()
                        && vote.date().equals(date.date())) {
                    said = Optional.of(vote.yes());
                }
            }
            boolean needed = proposerCounts || !person.equals(date.by());
            asked += needed ? 1 : 0;
            if (said.isEmpty() ? needed : !said.get()) {
                return false;
            }
        }
        return asked > 0;
    }

    @Provide
    Arbitrary<Set<String>> stakeholders() {
        return Arbitraries.of("ada", "dora", "rita").set().ofMinSize(1);
    }

    /** Small ranges, so that what is late, forged, doubled or out of order often nearly fits. */
    @Provide
    Arbitrary<List<DateEvent>> histories() {
        Arbitrary<String> people = Arbitraries.of(PEOPLE);
        Arbitrary<Integer> sequences = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(6, 1), net.jqwik.api.Tuple.of(4, 2), net.jqwik.api.Tuple.of(1, 3));
        Arbitrary<LocalDate> days = Arbitraries.frequency(
                net.jqwik.api.Tuple.of(6, DAYS.get(0)),
                net.jqwik.api.Tuple.of(1, DAYS.get(1)),
                net.jqwik.api.Tuple.of(1, DAYS.get(2)));
        Arbitrary<Boolean> answers =
                Arbitraries.frequency(net.jqwik.api.Tuple.of(5, true), net.jqwik.api.Tuple.of(1, false));
        Arbitrary<DateEvent> proposed = Combinators.combine(sequences, days, people)
                .as((sequence, day, by) -> new Proposed(sequence, day, by, AT));
        Arbitrary<DateEvent> voted = Combinators.combine(sequences, days, answers, people)
                .as((sequence, day, yes, by) -> new Voted(sequence, day, yes, "", Optional.empty(), by, AT));
        Arbitrary<DateEvent> replied = Combinators.combine(sequences, answers, people)
                .as((sequence, yes, by) -> new Replied(sequence, yes, Optional.empty(), by, AT));
        Arbitrary<DateEvent> withdrawn =
                Combinators.combine(sequences, people).as((sequence, by) -> new Withdrawn(sequence, "", by, AT));
        return Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(3, proposed),
                        net.jqwik.api.Tuple.of(12, voted),
                        net.jqwik.api.Tuple.of(3, replied),
                        net.jqwik.api.Tuple.of(1, withdrawn))
                .list()
                .ofMaxSize(20);
    }
}
