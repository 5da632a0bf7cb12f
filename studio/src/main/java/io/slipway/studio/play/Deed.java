package io.slipway.studio.play;

import io.slipway.studio.stage.Screen;
import java.util.Optional;

/** What a step came to. */
public sealed interface Deed {
    /** It was done, and there is no more to say. */
    record Done() implements Deed {}

    /** @param output what the command printed, without colours and secrets */
    record Ran(int exit, String output) implements Deed {}

    /**
     * Something on a page was used.
     *
     * @param box where it was
     */
    record Used(Screen.Box box) implements Deed {}

    /**
     * A field was filled in.
     *
     * @param box where it was
     * @param chosen whether its text was chosen from a list
     */
    record Filled(Screen.Box box, boolean chosen) implements Deed {}

    /** @param focus where what is shown is; empty for all of the screen */
    record Shown(Optional<Screen.Box> focus) implements Deed {}
}
