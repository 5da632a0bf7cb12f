package io.slipway.server.deployment;

import java.time.Duration;

/** An attempt that came to no end: somebody tries again, and what is known of the deployment stays as it is. */
final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Duration again;

    private NotNow(String why, Duration again, Throwable cause) {
        super(why, cause);
        this.again = again;
    }

    private NotNow(String why, Duration again) {
        super(why);
        this.again = again;
    }

    static NotNow because(Throwable cause, Duration again) {
        return new NotNow(String.valueOf(cause.getMessage()), again, cause);
    }

    static NotNow until(String why, Duration again) {
        return new NotNow(why, again);
    }

    Duration again() {
        return again;
    }
}
