package io.slipway.rollout.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Deadlines are what the events say, whoever looked when. The stories run over the change to winter time. */
class CasePropertyTest {
    private static final Instant START = Instant.parse("2026-10-20T06:00:00Z");
    private static final Support SUPPORT = SampleSupport.support();

    /** A case, as a server keeps it: its events only. */
    private static final class Kept {
        private final List<CaseEvent> events = new ArrayList<>();
        private final long number;
        private long sequence;

        Kept(long number, Instant at) {
            this.number = number;
            write(at, Step.opened(SUPPORT, "t", "x", Case.Source.PAGE, "ben", Optional.empty()));
        }

        void write(Instant at, Step step) {
            sequence += 3;
            events.add(new CaseEvent(sequence, at, "ada", step.kind(), step.detail()));
        }

        Case now() {
            return Case.of(number, events);
        }

        /** What a node does that looks at the clock; any number of them may, at any time. */
        void look(Instant at) {
            for (Optional<Step> step = Step.due(now(), SUPPORT, at);
                    step.isPresent();
                    step = Step.due(now(), SUPPORT, at)) {
                write(at, step.get());
            }
        }

        void act(Instant at, int choice, Kept other) {
            look(at);
            Case one = now();
            step(one, choice, other, at)
                    .filter(step -> one.allowed().contains(step.kind()))
                    .ifPresent(step -> write(at, step));
        }

        private static Optional<Step> step(Case one, int choice, Kept other, Instant at) {
            Tier tier = one.tier();
            return switch (choice) {
                case 0 -> Optional.of(Step.of(CaseEvent.Kind.ACKNOWLEDGED));
                case 1 -> Optional.of(Step.assigned("ben"));
                case 2 -> Optional.of(Step.noted("n"));
                case 3 -> tier.above().map(to -> Step.handedOver(SUPPORT, tier, to, "n"));
                case 4 -> tier.below().map(to -> Step.handedOver(SUPPORT, tier, to, "n"));
                case 5 -> Optional.of(Step.of(CaseEvent.Kind.PAUSED));
                case 6 -> Optional.of(Step.of(CaseEvent.Kind.RESUMED));
                case 7 ->
                    Optional.of(Step.rerouted(SUPPORT, Tier.values()[(tier.ordinal() + 1) % 3], Optional.empty(), "n"));
                case 8 -> Optional.of(Step.rerouted(SUPPORT, tier, Optional.of("ben"), "n"));
                case 9 -> Optional.of(Step.resolved("n", "lock", ""));
                case 10 -> Optional.of(Step.of(CaseEvent.Kind.REOPENED));
                default -> absorb(one, other, at);
            };
        }

        private static Optional<Step> absorb(Case one, Kept other, Instant at) {
            if (!one.allowed().contains(CaseEvent.Kind.ABSORBED)
                    || !other.now().allowed().contains(CaseEvent.Kind.MERGED)) {
                return Optional.empty();
            }
            other.look(at);
            other.write(at, Step.merged(one.number(), "n"));
            return Optional.of(Step.absorbed(other.now()));
        }
    }

    private record Told(Case state, List<String> byTheClock) {
        static Told of(Kept kept) {
            return new Told(
                    kept.now(),
                    kept.events.stream()
                            .filter(event -> event.detail().containsKey(CaseEvent.DUE))
                            .map(event -> event.kind() + " " + event.text(CaseEvent.TIER) + " "
                                    + event.text(CaseEvent.DUE) + " " + event.text(CaseEvent.CLOCK))
                            .toList());
        }
    }

    private static Told played(List<Integer> gaps, List<Integer> choices, Random looks, int howOften) {
        Kept one = new Kept(1, START);
        Kept other = new Kept(2, START.plus(Duration.ofMinutes(30)));
        Instant now = START.plus(Duration.ofMinutes(30));
        for (int i = 0; i < gaps.size(); i++) {
            Instant next = now.plus(Duration.ofMinutes(gaps.get(i)));
            for (int look = 0; look < howOften; look++) {
                Instant between = now.plus(Duration.ofSeconds(
                        (long) (looks.nextDouble() * Duration.between(now, next).toSeconds())));
                if (one.events.get(one.events.size() - 1).at().isBefore(between)) {
                    one.look(between);
                }
            }
            now = next;
            one.act(now, choices.get(i), other);
        }
        one.look(now);
        return Told.of(one);
    }

    @Property(tries = 100)
    void itDoesNotMatterWhoLookedWhen(
            @ForAll @Size(18) List<@IntRange(min = 1, max = 1_500) Integer> gaps,
            @ForAll @Size(18) List<@IntRange(max = 11) Integer> choices,
            @ForAll Random looks) {
        Told seldom = played(gaps, choices, looks, 0);
        Told often = played(gaps, choices, looks, 6);
        assertThat(often).isEqualTo(seldom);
    }

    @Property(tries = 150)
    void replayedInAnyBatchesItIsTheSame(
            @ForAll @Size(15) List<@IntRange(min = 1, max = 1_500) Integer> gaps,
            @ForAll @Size(15) List<@IntRange(max = 11) Integer> choices,
            @ForAll @IntRange(min = 1, max = 7) int batch) {
        Kept one = new Kept(1, START);
        Kept other = new Kept(2, START);
        Instant now = START;
        CaseFold live = new CaseFold(1);
        for (int i = 0; i < gaps.size(); i++) {
            now = now.plus(Duration.ofMinutes(gaps.get(i)));
            one.act(now, choices.get(i), other);
            if (i % batch == 0) {
                // Overlapping batches: what was read already comes once more.
                one.events.forEach(live::add);
            }
        }
        one.events.forEach(live::add);
        assertThat(live.state()).isEqualTo(one.now());
    }

    @Property(tries = 150)
    void noDeadlineComesBeforeItsTimeWasThereAndAPauseCostsNothing(
            @ForAll @IntRange(max = 10_000) int begin,
            @ForAll @IntRange(min = 1, max = 400) int worked,
            @ForAll @IntRange(min = 1, max = 20_000) int paused) {
        Instant opened = START.plus(Duration.ofMinutes(begin));
        Kept one = new Kept(1, opened);
        one.write(opened, Step.of(CaseEvent.Kind.ACKNOWLEDGED));
        Instant pause = SampleSupport.OFFICE.after(opened, Duration.ofMinutes(worked));
        Instant resume = pause.plus(Duration.ofMinutes(paused));
        one.write(pause, Step.of(CaseEvent.Kind.PAUSED));
        assertThat(one.now().resolveBy()).isEmpty();
        one.write(resume, Step.of(CaseEvent.Kind.RESUMED));
        Instant end = one.now().resolveBy().orElseThrow();
        assertThat(SampleSupport.OFFICE.between(opened, pause).plus(SampleSupport.OFFICE.between(resume, end)))
                .isEqualTo(Duration.ofHours(8));
    }

    @Property(tries = 150)
    void neitherReRoutingNorMergingGivesTime(
            @ForAll @IntRange(min = 1, max = 6_000) int before,
            @ForAll @IntRange(min = 1, max = 470) int later,
            @ForAll boolean merge) {
        Kept older = new Kept(1, START);
        Instant opened = START.plus(Duration.ofMinutes(before));
        Kept one = new Kept(2, opened);
        older.write(START, Step.of(CaseEvent.Kind.ACKNOWLEDGED));
        Instant now = opened.plus(Duration.ofMinutes(later));
        Instant was = one.now().resolveBy().orElseThrow();
        if (merge) {
            older.write(now, Step.merged(2, "same"));
            one.write(now, Step.absorbed(older.now()));
            assertThat(one.now().absorbed()).containsExactly(1L);
        } else {
            one.write(now, Step.rerouted(SUPPORT, Tier.L1, Optional.of("ben"), "yours"));
        }
        assertThat(one.now().resolveBy().orElseThrow()).isBeforeOrEqualTo(max(was, now));
    }

    private static Instant max(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Whoever looked is through with it: what is next lies ahead. */
    @Property(tries = 60)
    void afterALookNothingIsLeftToFollow(
            @ForAll @Size(15) List<@IntRange(min = 1, max = 900) Integer> gaps,
            @ForAll @Size(15) List<@IntRange(max = 11) Integer> choices) {
        Kept one = new Kept(1, START);
        Kept other = new Kept(2, START);
        Instant now = START;
        for (int i = 0; i < gaps.size(); i++) {
            now = now.plus(Duration.ofMinutes(gaps.get(i)));
            one.act(now, choices.get(i), other);
            one.look(now);
            Case state = one.now();
            Instant looked = now;
            assertThat(state.resolveBy().isPresent()).isEqualTo(state.phase() == Case.Phase.OPEN);
            state.next().ifPresent(next -> assertThat(next.at()).isAfter(looked));
        }
    }
}
