package io.slipway.rollout.golive;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** Whether a team's switch is to be tried now. */
public enum Due {
    /** By itself: its day has begun, and nobody tried yet. */
    NOW,
    /** Only when somebody asks: it held today. */
    WHEN_ASKED,
    /** Its day is still to come. */
    LATER,
    /** Its day is over, and nobody tried: no server ran. That is to be told. */
    MISSED,
    /** Nobody agreed to a day, or the day is over: a new one is needed. */
    NO_DAY,
    /** It was done. */
    DONE;

    /** @param agreed the day to which everybody said yes */
    public static Due of(LiveState state, Optional<LocalDate> agreed, ZoneId zone, Instant now) {
        if (state.switched()) {
            return DONE;
        }
        if (agreed.isEmpty()) {
            return NO_DAY;
        }
        LocalDate day = agreed.get();
        if (now.isBefore(day.atStartOfDay(zone).toInstant())) {
            return LATER;
        }
        boolean over = !now.isBefore(day.plusDays(1).atStartOfDay(zone).toInstant());
        boolean wentBack = state instanceof LiveState.Back back && !back.day().isBefore(day);
        boolean tried = state.holding().filter(held -> held.day().equals(day)).isPresent();
        if (wentBack || over && tried) {
            return NO_DAY;
        }
        if (over) {
            return MISSED;
        }
        return tried ? WHEN_ASKED : NOW;
    }
}
