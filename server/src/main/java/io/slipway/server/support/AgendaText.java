package io.slipway.server.support;

import io.slipway.rollout.support.Case;
import java.util.List;
import java.util.stream.Collectors;

/** A meeting's agenda as mails and calendars have it. */
final class AgendaText {
    private AgendaText() {}

    static String of(List<Case> agenda) {
        return agenda.isEmpty()
                ? "Nothing is open with L2 or L3 now."
                : agenda.stream().map(AgendaText::line).collect(Collectors.joining("\n"));
    }

    private static String line(Case one) {
        // what a stranger wrote goes into no mail of ours
        String title = one.source() == Case.Source.UNKNOWN_SENDER ? "a mail of an unknown sender" : one.title();
        return "- #" + one.number() + " " + title + " (" + one.tier() + ", "
                + one.assignee().orElse("nobody has it yet") + ")";
    }
}
