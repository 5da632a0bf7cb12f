package io.slipway.studio.play;

import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Step;
import io.slipway.studio.stage.Png;
import java.time.Duration;
import java.util.Optional;

/** How playing a scenario ended. */
public sealed interface PlayResult {
    /** Every step came out as it says. */
    record Passed(Duration took) implements PlayResult {}

    /**
     * A step did not.
     *
     * @param why in words, without secrets
     * @param picture what the screen showed then, empty when there was none
     */
    record Failed(Chapter chapter, Step step, String why, Optional<Png> picture) implements PlayResult {}
}
