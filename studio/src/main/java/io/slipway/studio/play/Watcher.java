package io.slipway.studio.play;

import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Step;
import io.slipway.studio.stage.Screen;

/** Somebody who is told what happens while a scenario is played: the one who takes pictures, or films. */
public interface Watcher {
    /** Watches and does nothing. */
    Watcher NOBODY = new Watcher() {};

    default void begins(Scenario scenario) {}

    /** @param person who plays it, by full name */
    default void begins(Chapter chapter, String person) {}

    /** @param screen what is looked at when the step begins */
    default void begins(Step step, Screen screen) {}

    /** A step that did not come out is done once more, since nothing has happened yet. */
    default void again(Step step, String why) {}

    /** @param screen what is looked at when the step is done */
    default void done(Step step, Deed deed, Screen screen) {}
}
