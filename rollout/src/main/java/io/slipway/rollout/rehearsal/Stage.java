package io.slipway.rollout.rehearsal;

import java.time.Duration;
import java.util.Locale;

/** The steps of a go-live, in their order. */
public enum Stage {
    LOOKED("every gate is looked at", Duration.ofMinutes(1)),
    TOLD("everybody concerned is told", Duration.ofMinutes(1)),
    PACKAGED("a package is handed in", Duration.ofMinutes(30)),
    DEPLOYED("it is deployed to the first environment", Duration.ofMinutes(15)),
    PROMOTED("it reaches the next environment", Duration.ofMinutes(30)),
    SWITCHED_BACK("the pipeline is closed again", Duration.ofMinutes(5));

    private final String words;
    private final Duration estimate;

    Stage(String words, Duration estimate) {
        this.words = words;
        this.estimate = estimate;
    }

    public String words() {
        return words;
    }

    /** How long it may take, for as long as nobody has rehearsed it. */
    public Duration estimate() {
        return estimate;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
