package io.slipway.release.history;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What an entry of the history says happened. */
public enum HistoryEvent {
    DEPLOYMENT_STARTED,
    APPLIED,
    ROLLED_BACK,
    /** Taken as applied without running, because the database had it already. */
    BASELINED,
    /** A change failed; {@code note} says where and why. */
    FAILED,
    /** A person settled what became of a statement in doubt. */
    RESOLVED,
    DEPLOYMENT_COMPLETED,
    DEPLOYMENT_FAILED;

    /** As stored and shown: {@code applied}, {@code rolled-back} … */
    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static HistoryEvent of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** Whether it is about one change; the others are about a whole deployment. */
    public boolean aboutChange() {
        return switch (this) {
            case APPLIED, ROLLED_BACK, BASELINED, FAILED, RESOLVED -> true;
            case DEPLOYMENT_STARTED, DEPLOYMENT_COMPLETED, DEPLOYMENT_FAILED -> false;
        };
    }
}
