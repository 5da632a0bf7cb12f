package io.slipway.server.support;

import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.server.rollout.ServedRollout;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** What a tracker is told of a case: the same case gives the same text. */
final class RemoteText {
    private static final int LONGEST = 20_000;
    private final Optional<URI> server;

    /** @param server where browsers reach this server */
    RemoteText(Optional<URI> server) {
        this.server = server;
    }

    TrackerClient.Content of(ServedRollout rollout, Case one, List<CaseEvent> events) {
        StringJoiner text = new StringJoiner("\n");
        text.add("Slipway keeps this text: what is written here by hand goes with its next change.");
        text.add("Case #" + one.number() + " of " + rollout.rollout().title() + ", opened by " + one.reporter() + ".");
        server.ifPresent(
                url -> text.add(url.resolve("/projects/" + rollout.project() + "/rollout/cases/" + one.number())
                        .toString()));
        text.add("");
        text.add(one.text());
        text.add("");
        String note = "";
        for (CaseEvent event : events) {
            if (event.kind() == CaseEvent.Kind.RESOLVED) {
                note = event.text(CaseEvent.TEXT);
            }
            if (event.kind() != CaseEvent.Kind.OPENED && event.kind() != CaseEvent.Kind.TRACKED) {
                text.add(event.counts() + " " + event.actor() + " " + CaseWords.of(event)
                        + (event.text(CaseEvent.TEXT).isEmpty() ? "" : ": " + event.text(CaseEvent.TEXT)));
            }
        }
        String whole = text.toString();
        return new TrackerClient.Content(
                "[Slipway #" + one.number() + "] " + one.title(),
                whole.length() > LONGEST ? whole.substring(0, LONGEST - 1) + "…" : whole,
                one.phase().over(),
                note.isEmpty() ? "It goes on as case #" + one.mergedInto().orElse(one.number()) + "." : note);
    }
}
