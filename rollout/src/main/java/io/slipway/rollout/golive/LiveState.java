package io.slipway.rollout.golive;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a team is between its rollout file and its first real package down the pipeline. */
public sealed interface LiveState {

    /** The switch was never due yet. */
    record Waiting() implements LiveState {}

    /** It was due on that day, and held. */
    record Held(LocalDate day, String why, Instant at) implements LiveState {}

    /** Packaging to the real pipeline is open, and nothing has come through yet. */
    record Open(LocalDate day, Instant since) implements LiveState {}

    /** The first real package has reached the next environment. */
    record Live(LocalDate day, Instant since, String version, String environment, Instant proved)
            implements LiveState {}

    /** It was open, and somebody switched it back. */
    record Back(LocalDate day, String by, String reason, Instant at) implements LiveState {}

    /** Whether real deployments go down the pipeline. */
    default boolean open() {
        return this instanceof Open || this instanceof Live;
    }

    /** Since when; empty while they do not. */
    default Optional<Instant> openSince() {
        if (this instanceof Open open) {
            return Optional.of(open.since());
        }
        return this instanceof Live live ? Optional.of(live.since()) : Optional.empty();
    }

    /** The day of the switch that it is about; empty before the first. */
    default Optional<LocalDate> lastDay() {
        if (this instanceof Held held) {
            return Optional.of(held.day());
        }
        if (this instanceof Open open) {
            return Optional.of(open.day());
        }
        if (this instanceof Live live) {
            return Optional.of(live.day());
        }
        return this instanceof Back back ? Optional.of(back.day()) : Optional.empty();
    }

    /** {@code waiting}, {@code held}, {@code open}, {@code live} or {@code back}. */
    default String word() {
        return getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    /** @param events in the order in which they happened; what could not follow its state counts for nothing */
    static LiveState of(List<? extends SwitchEvent> events) {
        LiveState state = new Waiting();
        for (SwitchEvent event : events) {
            state = next(state, event);
        }
        return state;
    }

    private static LiveState next(LiveState state, SwitchEvent event) {
        if (event instanceof SwitchEvent.Opened opened) {
            return state.open() ? state : new Open(opened.day(), opened.at());
        }
        if (event instanceof SwitchEvent.Held held) {
            return state.open() ? state : new Held(held.day(), held.why(), held.at());
        }
        if (event instanceof SwitchEvent.Back back) {
            return state.open() ? new Back(state.lastDay().orElseThrow(), back.by(), back.reason(), back.at()) : state;
        }
        SwitchEvent.Proved proved = (SwitchEvent.Proved) event;
        return state instanceof Open open
                ? new Live(open.day(), open.since(), proved.version(), proved.environment(), proved.at())
                : state;
    }
}
