package io.slipway.rollout.readiness;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.people.Person;
import java.time.Duration;
import java.time.Instant;
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

/** Whatever happens in whatever order: green is only what was seen, waived only what two people let pass. */
class ReadinessPropertyTest {
    private static final Instant START = Instant.parse("2026-10-05T00:00:00Z");
    private static final Gate GATE = new Gate("rehearsed", new Gate.Known(Standard.REHEARSED), Duration.ofHours(10));
    private static final Gates GATES = new Gates(List.of(GATE), List.of(person("rita"), person("carl")));

    @Property(tries = 2000)
    void greenIsOnlyWhatWasSeenLastAndNotTooLongAgo(
            @ForAll("events") List<GateEvent> events, @ForAll("hours") int hour) {
        Instant now = START.plus(Duration.ofHours(hour));
        GateState state = Readiness.of(GATES, events, now).gates().get(0).state();
        Optional<GateEvent.Looked> last = events.stream()
                .filter(GateEvent.Looked.class::isInstance)
                .map(GateEvent.Looked.class::cast)
                .reduce((earlier, later) -> later);
        boolean green = last.filter(e -> e.passed()
                        && now.isBefore(e.until())
                        && e.asked().equals(GATE.asks().text()))
                .isPresent();
        assertThat(state instanceof GateState.Green).isEqualTo(green);
        if (state instanceof GateState.Red) {
            assertThat(last.orElseThrow().passed()).isFalse();
        }
    }

    @Property(tries = 2000)
    void nobodyWaivesAlone(@ForAll("events") List<GateEvent> events, @ForAll("hours") int hour) {
        Instant now = START.plus(Duration.ofHours(hour));
        if (!(Readiness.of(GATES, events, now).gates().get(0).state() instanceof GateState.Waived waived)) {
            return;
        }
        Waiver waiver = waived.waiver();
        assertThat(waiver.until()).isAfter(now);
        assertThat(Set.of("rita", "carl")).contains(waiver.askedBy());
        assertThat(waiver.givenBy()).isPresent().get().isNotEqualTo(waiver.askedBy());
        // both said so, the one after the other, and nobody took it back since
        List<GateEvent> since = new ArrayList<>(events);
        int asked = since.lastIndexOf(since.stream()
                .filter(GateEvent.WaiverAsked.class::isInstance)
                .reduce((earlier, later) -> later)
                .orElseThrow());
        assertThat(since.subList(asked, since.size()))
                .noneMatch(GateEvent.WaiverEnded.class::isInstance)
                .anyMatch(event -> event instanceof GateEvent.WaiverGiven given
                        && Optional.of(given.by()).equals(waiver.givenBy()));
    }

    @Property
    void theSameEventsGiveTheSameStates(@ForAll("events") List<GateEvent> events, @ForAll("hours") int hour) {
        Instant now = START.plus(Duration.ofHours(hour));
        assertThat(Readiness.of(GATES, events, now)).isEqualTo(Readiness.of(GATES, List.copyOf(events), now));
    }

    @Provide
    Arbitrary<Integer> hours() {
        return Arbitraries.integers().between(0, 60);
    }

    @Provide
    Arbitrary<List<GateEvent>> events() {
        Arbitrary<Instant> times = hours().map(hour -> START.plus(Duration.ofHours(hour)));
        Arbitrary<String> who = Arbitraries.of("rita", "carl", "mallory");
        Arbitrary<GateEvent> looked = Combinators.combine(
                        times,
                        Arbitraries.of(true, false),
                        Arbitraries.of(GATE.asks().text(), "another question"))
                .as((at, passed, asked) ->
                        new GateEvent.Looked("rehearsed", asked, "q", passed, "r", at, at.plus(GATE.valid()), "d"));
        Arbitrary<GateEvent> asked = Combinators.combine(who, times, times)
                .as((by, at, until) -> new GateEvent.WaiverAsked("rehearsed", by, "why", until, at));
        Arbitrary<GateEvent> given =
                Combinators.combine(who, times).as((by, at) -> new GateEvent.WaiverGiven("rehearsed", by, at));
        Arbitrary<GateEvent> ended =
                Combinators.combine(who, times).as((by, at) -> new GateEvent.WaiverEnded("rehearsed", by, "no", at));
        return Arbitraries.oneOf(looked, asked, given, given, ended).list().ofMaxSize(12);
    }

    private static Person person(String key) {
        return new Person(key, key, key + "@example.org", Set.of());
    }
}
