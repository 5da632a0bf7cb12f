package io.slipway.rollout.training;

import io.slipway.rollout.people.Duty;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What sort of training it is, with what holds where the rollout file says nothing. */
public enum TrainingKind {
    /** The demo's video, a walk through the guide, questions and answers. */
    SESSION("Training session", Duration.ofHours(1), 100, EnumSet.of(Duty.TEAM_LEAD, Duty.DEVELOPER)),
    /** Everybody works through sample scripts, and scripts of their own application. */
    HANDS_ON("Hands-on training", Duration.ofHours(2), 12, EnumSet.of(Duty.TEAM_LEAD));

    private final String title;
    private final Duration length;
    private final int seats;

    @SuppressWarnings("ImmutableEnumChecker") // filled once, given to nobody
    private final Set<Duty> duties;

    TrainingKind(String title, Duration length, int seats, Set<Duty> duties) {
        this.title = title;
        this.length = length;
        this.seats = seats;
        this.duties = duties;
    }

    public String title() {
        return title;
    }

    Duration length() {
        return length;
    }

    int seats() {
        return seats;
    }

    Set<Duty> duties() {
        return Set.copyOf(duties);
    }

    /** As the rollout file and the API write it: {@code hands-on}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<TrainingKind> of(String text) {
        return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
}
