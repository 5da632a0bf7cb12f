package io.slipway.studio.footage;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the card is shown that marks a mistake: magenta over most of the picture. No page and no face has that colour,
 * and unlike a clap it goes through any meeting program.
 */
final class Cards {
    private static final double PART_OF_PICTURE = 0.6;
    private static final int BLUE = 180;
    private static final int RED = 185;

    private final List<Span> spans = new ArrayList<>();
    private int index;
    private int begun = -1;

    void next(Picture picture) {
        boolean card = isCard(picture);
        if (card && begun < 0) {
            begun = index;
        } else if (!card && begun >= 0) {
            end();
        }
        index++;
    }

    private void end() {
        spans.add(new Span((double) begun / Picture.RATE, (double) index / Picture.RATE));
        begun = -1;
    }

    private static boolean isCard(Picture picture) {
        int count = 0;
        for (int block = 0; block < Picture.BLOCKS; block++) {
            if (picture.blueness(block) > BLUE && picture.redness(block) > RED) {
                count++;
            }
        }
        return count > PART_OF_PICTURE * Picture.BLOCKS;
    }

    List<Span> spans() {
        if (begun >= 0) {
            end();
        }
        return List.copyOf(spans);
    }
}
