package io.slipway.release.rules;

import java.util.Map;

/** An expression that was read and whose types were checked. */
@FunctionalInterface
interface Expression {

    /**
     * @param seen the variables, as {@link Seen} makes them
     * @throws Failed it cannot be worked out for these
     */
    Object value(Map<String, Object> seen);

    /** An expression that went wrong while it was worked out: an entry beyond the end of a list, a number too large. */
    final class Failed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failed(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** An expression that cannot be read, or is about what is not there. */
    final class Unread extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unread(String message) {
            super(message);
        }

        Unread(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
