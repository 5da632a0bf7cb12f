package io.slipway.server.deployment;

import java.util.Locale;

/** Where a deployment is on its way. */
public enum DeploymentState {
    /** Asked for; people must say yes first. */
    WAITING_FOR_APPROVAL,
    /** It runs as soon as its time has come and nothing else runs there. */
    QUEUED,
    /** It waits for a time, a window, or the end of a freeze. */
    SCHEDULED,
    RUNNING,
    COMPLETED,
    NOTHING_TO_DO,
    /** It failed and left the target as it was. */
    FAILED,
    /** It failed part-way; the target has some of it. */
    PARTIAL,
    /** A statement's outcome is unknown; nothing goes there until a person settles it. */
    IN_DOUBT,
    /** It was not let, and nothing was touched. */
    REFUSED,
    /** Somebody who was to approve it said no. */
    REJECTED,
    CANCELLED;

    public boolean over() {
        return switch (this) {
            case WAITING_FOR_APPROVAL, QUEUED, SCHEDULED, RUNNING -> false;
            case COMPLETED, NOTHING_TO_DO, FAILED, PARTIAL, IN_DOUBT, REFUSED, REJECTED, CANCELLED -> true;
        };
    }

    /** Queued or running: what is left is done by machines. */
    public boolean underWay() {
        return this == QUEUED || this == RUNNING;
    }

    public boolean good() {
        return this == COMPLETED || this == NOTHING_TO_DO;
    }

    /** As stored and in the API: {@code waiting-for-approval}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As people read it. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public static DeploymentState of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
