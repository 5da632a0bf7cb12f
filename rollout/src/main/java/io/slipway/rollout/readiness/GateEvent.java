package io.slipway.rollout.readiness;

import java.time.Instant;

/** What happened to a gate. */
public sealed interface GateEvent {
    String gate();

    Instant at();

    /**
     * Slipway looked: a piece of evidence.
     *
     * @param asked what the gate asked then, see {@link Gate.Asks#text}
     * @param query what was looked at, exactly
     * @param result what was found
     * @param until when it is too old
     * @param digest SHA-256 over all of this
     */
    record Looked(
            String gate,
            String asked,
            String query,
            boolean passed,
            String result,
            Instant at,
            Instant until,
            String digest)
            implements GateEvent {}

    /** What was seen counts no more: what it is about changed. */
    record Outdated(String gate, String why, Instant at) implements GateEvent {}

    /** Somebody wants it to be let pass for a while. */
    record WaiverAsked(String gate, String by, String reason, Instant until, Instant at) implements GateEvent {}

    /** A second person agreed to the waiver that was asked for last. */
    record WaiverGiven(String gate, String by, Instant at) implements GateEvent {}

    /** It was refused, or taken back. */
    record WaiverEnded(String gate, String by, String reason, Instant at) implements GateEvent {}
}
