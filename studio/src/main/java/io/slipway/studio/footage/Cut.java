package io.slipway.studio.footage;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * A stretch of a recording that may be cut out.
 *
 * @param id by which it is known, from 1
 * @param from in seconds from the beginning of the recording
 * @param to in seconds, where what follows begins
 * @param why for the reader, as a sentence
 * @param confidence how sure it is that nobody misses it, from 0 to 1
 */
public record Cut(int id, Kind kind, double from, double to, String why, double confidence, State state) {

    /** What there is to be cut. */
    public enum Kind {
        /** Nobody speaks. */
        SILENCE,
        /** Nothing moves. */
        FROZEN,
        /** Somebody showed the card that marks a mistake. */
        MARK,
        /** The earlier one of two takes. */
        REPEAT,
        /** A person added it. */
        BY_HAND;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What a person says to it. */
    public enum State {
        PROPOSED,
        ACCEPTED,
        REJECTED;

        @JsonValue
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Cut proposed(Kind kind, double from, double to, String why, double confidence) {
        return new Cut(0, kind, hundredths(from), hundredths(to), why, confidence, State.PROPOSED);
    }

    Cut numbered(int number) {
        return new Cut(number, kind, from, to, why, confidence, state);
    }

    double seconds() {
        return to - from;
    }

    /** How many seconds of it are in a stretch. */
    double within(Span span) {
        return new Span(from, to).common(span);
    }

    private static double hundredths(double seconds) {
        return Math.round(seconds * 100) / 100.0;
    }
}
