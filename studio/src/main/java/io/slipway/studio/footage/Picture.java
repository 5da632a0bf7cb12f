package io.slipway.studio.footage;

/**
 * A picture of a recording, made small: the mean of each of its blocks. Small enough that noise and the traces of
 * compression vanish, large enough that a typed letter does not.
 */
final class Picture {
    static final int WIDTH = 128;
    static final int HEIGHT = 72;
    static final int BLOCKS = WIDTH * HEIGHT;
    static final int BYTES = 3 * BLOCKS;
    /** Pictures to the second. */
    static final int RATE = 5;
    /** By so much the brightness of a block differs when something in it changed. */
    static final int CHANGE = 12;

    private final byte[] planes;

    /**
     * @param planes brightness of all blocks, row after row, then the two colour planes in the same way (YUV, 0 to 255);
     *     not to be changed afterwards
     */
    Picture(byte[] planes) {
        this.planes = planes;
    }

    int brightness(int block) {
        return planes[block] & 0xff;
    }

    int blueness(int block) {
        return planes[BLOCKS + block] & 0xff;
    }

    int redness(int block) {
        return planes[2 * BLOCKS + block] & 0xff;
    }

    boolean differs(Picture other, int block) {
        return Math.abs(brightness(block) - other.brightness(block)) > CHANGE;
    }
}
