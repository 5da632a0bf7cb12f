package io.slipway.server.notification;

import java.time.Duration;

/** How one try to send ended; its sentence is for people and holds nothing secret. */
sealed interface Outcome {
    String sentence();

    record Sent(String sentence) implements Outcome {}

    /**
     * @param forGood trying again would not help
     * @param after how long the receiver asked to be left alone; zero when it did not
     */
    record Failed(String sentence, boolean forGood, Duration after) implements Outcome {
        Failed(String sentence, boolean forGood) {
            this(sentence, forGood, Duration.ZERO);
        }
    }
}
