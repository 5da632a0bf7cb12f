package io.slipway.server.support;

import io.slipway.rollout.support.CaseEvent;

/** Events of a case as people read them; each goes on after the name of who did it. */
public final class CaseWords {
    private CaseWords() {}

    public static String of(CaseEvent event) {
        String tier = event.text(CaseEvent.TIER);
        return switch (event.kind()) {
            case OPENED -> "opened it, for " + tier;
            case ACKNOWLEDGED -> "acknowledged it";
            case ASSIGNED -> "gave it to " + event.text(CaseEvent.ASSIGNEE);
            case NOTED -> "noted";
            case ESCALATED -> "escalated it to " + tier;
            case DE_ESCALATED -> "gave it back to " + tier;
            case PAUSED -> "asked its reporter, and waits";
            case RESUMED -> "went on with it";
            case MERGED -> "merged it into #" + event.text(CaseEvent.OTHER);
            case ABSORBED -> "merged #" + event.text(CaseEvent.OTHER) + " into it";
            case REROUTED ->
                "re-routed it to "
                        + (event.text(CaseEvent.ASSIGNEE).isEmpty()
                                ? tier
                                : event.text(CaseEvent.ASSIGNEE) + " of " + tier);
            case RESOLVED -> "resolved it";
            case REOPENED -> "opened it again";
            case CAUSE_NAMED -> "named its cause";
            case OVERDUE ->
                "saw that its time to "
                        + (event.text(CaseEvent.CLOCK).equals("acknowledge") ? "be acknowledged" : "be resolved")
                        + " has passed";
            case TRACKED ->
                event.text("key").isEmpty()
                        ? "may have it twice in " + event.text("tracker")
                        : "has it as " + event.text("key") + " in " + event.text("tracker")
                                + (event.text("status").isEmpty() ? "" : ", " + event.text("status"));
        };
    }
}
