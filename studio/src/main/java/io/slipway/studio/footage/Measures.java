package io.slipway.studio.footage;

import java.util.List;

/**
 * What is known of a recording after it was gone through.
 *
 * @param seconds how long it is, as far as it can be read
 * @param sound whether it has any
 * @param still where the picture stands still, in their order
 * @param cards where the card is shown that marks a mistake
 */
record Measures(
        double seconds,
        boolean sound,
        List<Span> still,
        List<Span> cards,
        Shots shots,
        Loudness loudness,
        VoicePrint voice) {}
