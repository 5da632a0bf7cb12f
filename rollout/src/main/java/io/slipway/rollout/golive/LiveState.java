package io.slipway.rollout.golive;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Where a team is between its rollout file and its first real package down the pipeline. */
public sealed interface LiveState {

    /** The switch was never due yet. */
    record Waiting() implements LiveState {}

    /**
     * The pipeline was in use for real before there was a rollout file, and stays open whatever the gates say.
     *
     * @param held when an agreed day came and a gate did not pass
     */
    record LiveBefore(String version, String environment, Instant since, Optional<Held> held) implements LiveState {}

    /** It was due on that day, and held. */
    record Held(LocalDate day, String why, Instant at) implements LiveState {}

    /** Packaging to the real pipeline is open, and nothing has come through yet. */
    record Open(LocalDate day, Instant since) implements LiveState {}

    /** The first real package has reached the next environment. */
    record Live(LocalDate day, Instant since, String version, String environment, Instant proved)
            implements LiveState {}

    /** It was open, and somebody switched it back. */
    record Back(LocalDate day, String by, String reason, Instant at) implements LiveState {}

    /** One word for each: what programs read and tables keep, and what people do. */
    enum Word {
        WAITING("Waiting"),
        LIVE_BEFORE("Live before its rollout"),
        HELD("Held"),
        OPEN("Open"),
        LIVE("Live"),
        BACK("Switched back");

        private final String title;

        Word(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }

        /** {@code waiting}, {@code live-before}, {@code held}, {@code open}, {@code live} or {@code back}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Word> of(String text) {
            return Arrays.stream(values())
                    .filter(each -> each.text().equals(text))
                    .findFirst();
        }
    }

    default Word word() {
        if (this instanceof Waiting) {
            return Word.WAITING;
        }
        if (this instanceof LiveBefore) {
            return Word.LIVE_BEFORE;
        }
        if (this instanceof Held) {
            return Word.HELD;
        }
        if (this instanceof Open) {
            return Word.OPEN;
        }
        return this instanceof Live ? Word.LIVE : Word.BACK;
    }

    /** Whether real deployments go down the pipeline. */
    default boolean open() {
        return switched() || this instanceof LiveBefore;
    }

    /** Whether they do so by a switch at an agreed day. */
    default boolean switched() {
        return this instanceof Open || this instanceof Live;
    }

    /** Since when the switch lets them; empty while it does not. */
    default Optional<Instant> openSince() {
        if (this instanceof Open open) {
            return Optional.of(open.since());
        }
        return this instanceof Live live ? Optional.of(live.since()) : Optional.empty();
    }

    /** The newest try that held; empty when none did since the last that did not. */
    default Optional<Held> holding() {
        if (this instanceof Held held) {
            return Optional.of(held);
        }
        return this instanceof LiveBefore before ? before.held() : Optional.empty();
    }

    /** The day of the switch that it is about; empty before the first. */
    default Optional<LocalDate> lastDay() {
        if (this instanceof Open open) {
            return Optional.of(open.day());
        }
        if (this instanceof Live live) {
            return Optional.of(live.day());
        }
        return this instanceof Back back ? Optional.of(back.day()) : holding().map(Held::day);
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
        if (event instanceof SwitchEvent.Found found) {
            return state instanceof Waiting
                    ? new LiveBefore(found.version(), found.environment(), found.at(), Optional.empty())
                    : state;
        }
        if (event instanceof SwitchEvent.Opened opened) {
            return state.switched() ? state : new Open(opened.day(), opened.at());
        }
        if (event instanceof SwitchEvent.Held held) {
            return held(state, new Held(held.day(), held.why(), held.at()));
        }
        if (event instanceof SwitchEvent.Back back) {
            return state.switched()
                    ? new Back(state.lastDay().orElseThrow(), back.by(), back.reason(), back.at())
                    : state;
        }
        SwitchEvent.Proved proved = (SwitchEvent.Proved) event;
        return state instanceof Open open
                ? new Live(open.day(), open.since(), proved.version(), proved.environment(), proved.at())
                : state;
    }

    private static LiveState held(LiveState state, Held held) {
        if (state instanceof LiveBefore before) {
            return new LiveBefore(before.version(), before.environment(), before.since(), Optional.of(held));
        }
        return state.switched() ? state : held;
    }
}
