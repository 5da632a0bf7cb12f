package io.slipway.rollout.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.training.TrainingEvent.Answered;
import io.slipway.rollout.training.TrainingEvent.Asked;
import io.slipway.rollout.training.TrainingEvent.Attended;
import io.slipway.rollout.training.TrainingEvent.Cancelled;
import io.slipway.rollout.training.TrainingEvent.CaseOpened;
import io.slipway.rollout.training.TrainingEvent.GuideNamed;
import io.slipway.rollout.training.TrainingEvent.LabDone;
import io.slipway.rollout.training.TrainingEvent.Moved;
import io.slipway.rollout.training.TrainingEvent.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Whatever comes in, in whatever order: who was trained is who somebody else saw at a session that was held. */
class SessionsPropertyTest {
    private static final Instant START = Instant.parse("2026-12-01T08:00:00Z");
    private static final Instant LATER = START.plus(Duration.ofDays(30));
    private static final List<String> PEOPLE = List.of("ada", "ben", "rita");

    @Property(tries = 10_000)
    void whoWasTrainedIsWhoSomebodyElseSaw(@ForAll("histories") List<TrainingEvent> events, @ForAll("hours") int hour) {
        Instant now = START.plus(Duration.ofHours(hour));
        Sessions sessions = Sessions.of(events);
        Set<String> expected = new HashSet<>();
        for (long number = 1; number <= 2; number++) {
            expected.addAll(trainedBySearch(events, number, now));
        }
        Statistics.label("trained").collect(expected.size());
        assertThat(sessions.trained(TrainingKind.HANDS_ON, now))
                .as("%s", events)
                .isEqualTo(expected);
        assertThat(sessions.trained(TrainingKind.SESSION, now)).isEmpty();
    }

    /** What is only said, asked or worked through trains nobody. */
    @Property(tries = 3_000)
    void answersQuestionsAndLabsTrainNobody(@ForAll("histories") List<TrainingEvent> events) {
        List<TrainingEvent> without = events.stream()
                .filter(event -> !(event instanceof Answered
                        || event instanceof Asked
                        || event instanceof LabDone
                        || event instanceof CaseOpened
                        || event instanceof GuideNamed))
                .toList();
        assertThat(Sessions.of(events).trained(TrainingKind.HANDS_ON, LATER))
                .isEqualTo(Sessions.of(without).trained(TrainingKind.HANDS_ON, LATER));
    }

    @Property(tries = 3_000)
    void aMoveVoidsAnswersAndRaisesTheSequence(@ForAll("histories") List<TrainingEvent> events) {
        for (Session before : Sessions.of(events).all()) {
            List<TrainingEvent> moved = new ArrayList<>(events);
            moved.add(new Moved(before.number(), before.sequence() + 1, LATER, "rita", LATER));
            Session after = Sessions.of(moved).find(before.number()).orElseThrow();
            if (before.movable()) {
                assertThat(after.answers()).isEmpty();
                assertThat(after.sequence()).isEqualTo(before.sequence() + 1);
                assertThat(after.plan()).isEqualTo(before.plan().at(LATER));
            } else {
                assertThat(after).isEqualTo(before);
            }
            assertThat(after.questions()).isEqualTo(before.questions());
        }
    }

    /** A question is one case at most, whatever the events say later. */
    @Property(tries = 3_000)
    void aQuestionKeepsItsCase(@ForAll("histories") List<TrainingEvent> events) {
        for (Session before : Sessions.of(events).all()) {
            for (Question question : before.questions()) {
                List<TrainingEvent> more = new ArrayList<>(events);
                more.add(new CaseOpened(before.number(), question.number(), 99, "rita", LATER));
                Question after = Sessions.of(more)
                        .find(before.number())
                        .orElseThrow()
                        .questions()
                        .get(question.number());
                assertThat(after.caseNumber()).contains(question.caseNumber().orElse(99L));
                assertThat(after.text()).isEqualTo(question.text());
            }
        }
    }

    /** The same question answered in another way: which marks count, one by one, and what the last of them says. */
    private static Set<String> trainedBySearch(List<TrainingEvent> events, long number, Instant now) {
        int sequence = 0;
        Instant from = Instant.MAX;
        boolean recorded = false;
        Set<String> present = new HashSet<>();
        for (TrainingEvent event : events) {
            if (event.session() != number) {
                continue;
            }
            if (event instanceof Scheduled scheduled && sequence == 0) {
                sequence = 1;
                from = scheduled.plan().from();
            } else if (event instanceof Moved moved && sequence > 0 && !recorded && moved.sequence() == sequence + 1) {
                sequence++;
                from = moved.from();
            } else if (event instanceof Cancelled cancelled
                    && sequence > 0
                    && !recorded
                    && cancelled.sequence() == sequence) {
                return Set.of();
            } else if (event instanceof Attended attended
                    && sequence > 0
                    && !attended.at().isBefore(from)) {
                Set<String> next = new HashSet<>();
                for (String person : attended.present()) {
                    if (!person.equals(attended.by()) || present.contains(person)) {
                        next.add(person);
                    }
                }
                present = next;
                recorded = true;
            }
        }
        return recorded && !from.plus(Duration.ofHours(2)).isAfter(now) ? present : Set.of();
    }

    @Provide
    Arbitrary<Integer> hours() {
        return Arbitraries.integers().between(0, 12);
    }

    /** Small ranges, so that what is late, forged, doubled or out of order often nearly fits. */
    @Provide
    Arbitrary<List<TrainingEvent>> histories() {
        Arbitrary<Long> numbers = Arbitraries.frequency(Tuple.of(4, 1L), Tuple.of(1, 2L));
        Arbitrary<Integer> sequences = Arbitraries.frequency(Tuple.of(4, 1), Tuple.of(3, 2), Tuple.of(1, 3));
        Arbitrary<String> people = Arbitraries.of(PEOPLE);
        Arbitrary<Instant> times = Arbitraries.integers().between(0, 8).map(hour -> START.plus(Duration.ofHours(hour)));
        Arbitrary<TrainingEvent> scheduled = Combinators.combine(numbers, times, people)
                .as((number, from, by) -> new Scheduled(number, plan(from), by, START));
        Arbitrary<TrainingEvent> moved = Combinators.combine(numbers, sequences, times, people)
                .as((number, sequence, from, by) -> new Moved(number, sequence, from, by, START));
        Arbitrary<TrainingEvent> cancelled = Combinators.combine(numbers, sequences, people)
                .as((number, sequence, by) -> new Cancelled(number, sequence, "", by, START));
        Arbitrary<TrainingEvent> answered = Combinators.combine(numbers, sequences, people, Arbitraries.of(true, false))
                .as((number, sequence, by, yes) -> new Answered(number, sequence, yes, false, by, START));
        Arbitrary<TrainingEvent> attended = Combinators.combine(numbers, people.set(), people, times)
                .as((number, present, by, at) -> new Attended(number, present, by, at));
        Arbitrary<TrainingEvent> asked =
                Combinators.combine(numbers, people).as((number, by) -> new Asked(number, "why?", by, by, START));
        Arbitrary<TrainingEvent> opened = Combinators.combine(
                        numbers, people, Arbitraries.integers().between(0, 2))
                .as((number, by, question) -> new CaseOpened(number, question, 7, by, START));
        Arbitrary<TrainingEvent> lab = Combinators.combine(numbers, people)
                .as((number, by) -> new LabDone(number, "first-script", true, by, START));
        return Arbitraries.frequencyOf(
                        Tuple.of(4, scheduled),
                        Tuple.of(3, moved),
                        Tuple.of(1, cancelled),
                        Tuple.of(4, answered),
                        Tuple.of(6, attended),
                        Tuple.of(2, asked),
                        Tuple.of(2, opened),
                        Tuple.of(1, lab))
                .list()
                .ofMaxSize(20);
    }

    private static Plan plan(Instant from) {
        return new Plan(
                TrainingKind.HANDS_ON, from, Duration.ofHours(2), "vera", "rita", "https://x.example", List.of("ada"));
    }
}
