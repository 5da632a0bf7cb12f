package io.slipway.server.calendar;

/**
 * What may pass the windows and freezes of an environment.
 *
 * @param overrun a deployment may start although it is not expected to end before the window does
 * @param emergencies pass
 * @param rollbacks that have a reason pass
 */
public record CalendarPolicy(boolean overrun, boolean emergencies, boolean rollbacks) {
    /** What holds when nobody said anything. */
    static final CalendarPolicy STANDARD = new CalendarPolicy(true, true, false);
}
