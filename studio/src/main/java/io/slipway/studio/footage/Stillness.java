package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Where the picture stands still. A picture is held against the one with which a stretch began, block by block: what
 * creeps adds up and is seen, and a typed letter is not lost in the mean of the whole. What changes in one small place
 * only, such as a blinking cursor or a clock's seconds, does not count.
 */
final class Stillness {
    /** A place as large as that, in blocks, may blink. */
    private static final int PLACE_WIDTH = 6;

    private static final int PLACE_HEIGHT = 5;
    private static final int PLACE_BLOCKS = 16;
    /** Changes that follow each other so closely, in pictures, belong to one movement. */
    private static final int MOVEMENT = Picture.RATE * 3 / 2;

    private final List<Span> spans = new ArrayList<>();
    private final BitSet changed = new BitSet(Picture.BLOCKS);
    /** When further blocks began to change in this stretch. */
    private final List<Integer> growths = new ArrayList<>();

    private Picture first = new Picture(new byte[Picture.BYTES]);
    private int begun;
    private int index;

    void next(Picture picture) {
        if (index == 0) {
            begin(picture);
        } else {
            compare(picture);
        }
        index++;
    }

    private void compare(Picture picture) {
        int before = changed.cardinality();
        for (int block = 0; block < Picture.BLOCKS; block++) {
            if (picture.differs(first, block)) {
                changed.set(block);
            }
        }
        int now = changed.cardinality();
        if (now > before) {
            growths.add(index);
        }
        if (now > before && !onePlace(now)) {
            end(movementBegan());
            begin(picture);
        }
    }

    private void begin(Picture picture) {
        first = picture;
        begun = index;
        changed.clear();
        growths.clear();
    }

    private void end(int at) {
        if (at > begun) {
            spans.add(new Span((double) begun / Picture.RATE, (double) at / Picture.RATE));
        }
    }

    /** A movement is noticed once it left its place; it began with the first of the changes that led there. */
    private int movementBegan() {
        int began = index;
        for (int i = growths.size() - 1; i >= 0 && began - growths.get(i) <= MOVEMENT; i--) {
            began = growths.get(i);
        }
        return began;
    }

    private boolean onePlace(int count) {
        if (count > PLACE_BLOCKS) {
            return false;
        }
        int left = Picture.WIDTH;
        int right = 0;
        for (int block = changed.nextSetBit(0); block >= 0; block = changed.nextSetBit(block + 1)) {
            left = Math.min(left, block % Picture.WIDTH);
            right = Math.max(right, block % Picture.WIDTH);
        }
        int top = changed.nextSetBit(0) / Picture.WIDTH;
        int bottom = (changed.length() - 1) / Picture.WIDTH;
        return right - left < PLACE_WIDTH && bottom - top < PLACE_HEIGHT;
    }

    /**
     * All stretches, however short.
     *
     * @param seconds how long the recording is
     */
    List<Span> spans(double seconds) {
        List<Span> all = new ArrayList<>(spans);
        double last = (double) begun / Picture.RATE;
        if (seconds > last) {
            all.add(new Span(last, seconds));
        }
        return List.copyOf(all);
    }
}
