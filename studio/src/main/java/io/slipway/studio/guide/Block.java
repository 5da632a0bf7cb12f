package io.slipway.studio.guide;

import io.slipway.release.error.Location;
import io.slipway.studio.stage.Png;
import io.slipway.studio.stage.Screen;
import java.util.List;
import java.util.Optional;

/** A piece of a guide's page. */
public sealed interface Block {
    /** A sentence, in the scenario's own words. */
    record Said(String text) implements Block {}

    /** A file that the reader writes. */
    record Wrote(String file, String text) implements Block {}

    /** A command that the reader types, and what it prints. */
    record Ran(String command, int exit, String output) implements Block {}

    /** What the reader does on pages, one sentence after the other, with names in {@code **bold**}. */
    record Did(List<String> sentences) implements Block {}

    /**
     * A picture.
     *
     * @param at the step that takes it
     * @param name of its file, without the ending
     * @param png the picture itself
     * @param width of the screen it shows, in the pixels of {@code focus}
     * @param focus what it is about; drawn when the page is made, not into the picture
     * @param caption empty for none
     * @param text what the page said when it was taken, for whoever must know when the picture is stale
     */
    record Picture(
            Location at,
            String name,
            Png png,
            double width,
            double height,
            Optional<Screen.Box> focus,
            Optional<String> caption,
            String text)
            implements Block {}
}
