package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.List;

/**
 * The pages that a recording shows, in their order, looked at twice a second or so. What is typed or pointed at on a page
 * makes no other page of it.
 */
final class Shots {
    private static final int WIDTH = Picture.WIDTH / 2;
    private static final int HEIGHT = Picture.HEIGHT / 2;
    private static final int EACH = 2;
    /** Another page differs in so many of its blocks at least. */
    private static final int OTHER = WIDTH * HEIGHT * 6 / 100;
    /** The same page, seen again, differs in so many at most. */
    private static final int SAME = WIDTH * HEIGHT * 4 / 100;

    private final List<Shot> shots = new ArrayList<>();
    private int index;

    /** A page that stayed for a while. */
    private static final class Shot {
        private final int from;
        /** Brightness of its blocks. */
        private final byte[] print;

        Shot(int from, byte[] print) {
            this.from = from;
            this.print = print;
        }
    }

    void next(Picture picture) {
        if (index % EACH == 0) {
            byte[] print = print(picture);
            if (shots.isEmpty() || difference(shots.get(shots.size() - 1).print, print) >= OTHER) {
                shots.add(new Shot(index, print));
            }
        }
        index++;
    }

    private static byte[] print(Picture picture) {
        byte[] print = new byte[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int block = 2 * y * Picture.WIDTH + 2 * x;
                print[y * WIDTH + x] = (byte) ((picture.brightness(block)
                                + picture.brightness(block + 1)
                                + picture.brightness(block + Picture.WIDTH)
                                + picture.brightness(block + Picture.WIDTH + 1))
                        / 4);
            }
        }
        return print;
    }

    /** In how many blocks two pictures differ. */
    private static int difference(byte[] one, byte[] other) {
        int differ = 0;
        for (int i = 0; i < one.length; i++) {
            if (Math.abs((one[i] & 0xff) - (other[i] & 0xff)) > Picture.CHANGE) {
                differ++;
            }
        }
        return differ;
    }

    int count() {
        return shots.size();
    }

    Span span(int shot) {
        int to = shot + 1 < shots.size() ? shots.get(shot + 1).from : index;
        return new Span((double) shots.get(shot).from / Picture.RATE, (double) to / Picture.RATE);
    }

    boolean alike(int one, int other) {
        return difference(shots.get(one).print, shots.get(other).print) <= SAME;
    }
}
