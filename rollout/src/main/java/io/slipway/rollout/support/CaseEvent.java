package io.slipway.rollout.support;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a case.
 *
 * @param sequence its place among all events
 * @param at when it was written down
 * @param detail as the constants name it
 */
public record CaseEvent(long sequence, Instant at, String actor, Kind kind, Map<String, String> detail) {
    /** When a deadline passed. It counts from there on, however late somebody noticed. */
    public static final String DUE = "due";
    /** Which tier has it now. */
    public static final String TIER = "tier";
    /** The {@link Terms} on which that tier takes it. */
    public static final String TERMS = "terms";

    public static final String TITLE = "title";
    public static final String TEXT = "text";
    public static final String SOURCE = "source";
    public static final String REPORTER = "reporter";
    public static final String ASSIGNEE = "assignee";
    /** Number of the other case of a merge. */
    public static final String OTHER = "other";
    /** How much time the other case of a merge had left. */
    public static final String LEFT = "left";

    /** Which deadline passed, as in {@link Case.Clockwork#text}. */
    public static final String CLOCK = "clock";

    public static final String CAUSE = "cause";
    public static final String KNOWLEDGE = "knowledge";
    /** Of which deployment it is, by number. */
    public static final String DEPLOYMENT = "deployment";

    public CaseEvent {
        detail = Map.copyOf(detail);
    }

    /** What may happen to one. */
    public enum Kind {
        OPENED,
        ACKNOWLEDGED,
        ASSIGNED,
        NOTED,
        ESCALATED,
        DE_ESCALATED,
        /** Waits for who reported it: no time passes. */
        PAUSED,
        RESUMED,
        /** It is the same as another, which goes on. */
        MERGED,
        /** Another turned out to be the same as this one. */
        ABSORBED,
        /** It was with the wrong person or tier: no time is given anew. */
        REROUTED,
        RESOLVED,
        REOPENED,
        CAUSE_NAMED,
        /** A deadline passed where no tier is above. */
        OVERDUE,
        /** A tracker of the organisation has it under a key of its own. */
        TRACKED;

        /** As the ledger names it: {@code case-de-escalated}. */
        public String action() {
            return "case-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public static Optional<Kind> of(String action) {
            return Arrays.stream(values())
                    .filter(kind -> kind.action().equals(action))
                    .findFirst();
        }
    }

    public String text(String key) {
        return detail.getOrDefault(key, "");
    }

    /** The moment from which it counts. */
    public Instant counts() {
        return detail.containsKey(DUE) ? Instant.parse(text(DUE)) : at;
    }
}
