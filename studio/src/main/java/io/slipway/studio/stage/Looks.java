package io.slipway.studio.stage;

/**
 * How large a screen is.
 *
 * @param width in the pixels that pages are laid out in
 * @param height likewise
 * @param scale how many pixels of a picture one of those is
 */
public record Looks(int width, int height, double scale) {
    /** For pictures in a guide: sharp, and narrow enough to be read on paper. */
    public static final Looks GUIDE = new Looks(1100, 760, 2);

    /** For recordings: 1920 by 1080 in the end, with text that can be read. */
    public static final Looks FILM = new Looks(1280, 720, 1.5);
}
