package io.slipway.rollout.provision;

import java.time.Instant;

/**
 * Something that happened while a team was provisioned. Nothing is decided by it but a manual step's evidence: what is
 * there is looked at each time.
 *
 * @param kind {@code done}, {@code undone}, {@code evidence}, {@code handed-over}, {@code applied} or
 *     {@code complete}
 * @param step empty for {@code applied} and {@code complete}
 * @param text of evidence what was said; else empty
 * @param by of evidence who said it; else empty
 */
public record StepNote(Instant at, String kind, String step, String text, String by, long millis) {

    static final String UNDONE = "undone";
    static final String APPLIED = "applied";
    static final String COMPLETE = "complete";

    /** The kind of a note that evidence given before it is a server's by now. */
    public static final String HANDED_OVER = "handed-over";

    public static StepNote done(Instant at, String step, long millis) {
        return new StepNote(at, "done", step, "", "", millis);
    }

    public static StepNote undone(Instant at, String step) {
        return new StepNote(at, UNDONE, step, "", "", 0);
    }

    public static StepNote evidence(Instant at, String step, String text, String by) {
        return new StepNote(at, "evidence", step, text, by, 0);
    }

    /** The evidence given so far is the server's from now on. */
    public static StepNote handedOver(Instant at, String step) {
        return new StepNote(at, HANDED_OVER, step, "", "", 0);
    }

    /** @param id of a manual step */
    public boolean isEvidence(String id) {
        return kind.equals("evidence") && step.equals(id) && !text.isBlank();
    }

    /** @param steps how many made something */
    public static StepNote applied(Instant at, int steps, long millis) {
        return new StepNote(at, APPLIED, "", Integer.toString(steps), "", millis);
    }

    /** For the first time all of it was as wished. */
    static StepNote complete(Instant at) {
        return new StepNote(at, COMPLETE, "", "", "", 0);
    }
}
