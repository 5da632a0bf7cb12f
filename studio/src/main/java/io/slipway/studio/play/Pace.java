package io.slipway.studio.play;

import io.slipway.enablement.scenario.Step;
import io.slipway.studio.stage.Screen;
import java.time.Duration;

/** How fast a scenario is played, and what is done so that people can follow. */
public interface Pace {
    /** As fast as the installation answers. */
    Pace FAST = new Pace() {};

    /** Between two keys. */
    default Duration key() {
        return Duration.ZERO;
    }

    /** Before a step. */
    default void before(Step step, Screen screen) {}

    /** When it is known what will be clicked or filled in, before it is. */
    default void aims(Screen.Box box, Screen screen) {}

    /** After each key, when there is time between keys. */
    default void keyed(Screen screen) {}

    /** When the screen changed while something is waited for. */
    default void changes(Screen screen) {}

    /** When a command is typed and not yet run. */
    default void typed(Screen screen) {}

    /** After a step. */
    default void after(Step step, Deed deed, Screen screen) {}
}
