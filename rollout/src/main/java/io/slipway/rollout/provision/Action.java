package io.slipway.rollout.provision;

import java.util.Locale;

/** What a plan does with a step. */
public enum Action {
    CREATE,
    CHANGE,
    NOTHING,
    /** A person, or a step before it, has to do something first. */
    WAIT,
    REFUSED;

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Action of(Look look) {
        if (look instanceof Look.Absent) {
            return CREATE;
        }
        if (look instanceof Look.Differs) {
            return CHANGE;
        }
        if (look instanceof Look.AsWished) {
            return NOTHING;
        }
        return look instanceof Look.Waits || look instanceof Look.Unseen ? WAIT : REFUSED;
    }
}
