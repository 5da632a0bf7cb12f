package io.slipway.server.rollout;

import java.util.Locale;

/** What an event of a rollout is about, so that each part reads its own. */
public enum Topic {
    /** The rollout file itself. */
    FILE,
    PROVISION,
    /** Go-live dates: proposals and votes. */
    DATES,
    EVIDENCE,
    /** Gates: waivers, and what readiness was at the switch. */
    GATES,
    REHEARSAL,
    CLEANUP,
    /** Reference databases held against production. */
    REFERENCE,
    /** The go-live itself, and back. */
    SWITCH,
    SUPPORT,
    /** Invitations to the meetings of the second and third tier. */
    MEETINGS,
    TRAINING,
    /** What was made of scenarios: guides, demos, clips. */
    SCENARIOS,
    HYPERCARE;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
