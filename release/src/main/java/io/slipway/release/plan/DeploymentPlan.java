package io.slipway.release.plan;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What deploying an artifact would run, computed from the artifact and the target's history alone.
 *
 * @param pending changes to run, in order
 * @param notChosen changes that are pending and left out by labels or contexts
 */
public record DeploymentPlan(List<Change> pending, List<Change> notChosen) {

    /**
     * @throws SlipwayException the artifact must not be deployed there: {@code history-in-doubt},
     *     {@code history-unknown-change}, {@code history-other-text}, {@code requires-not-chosen}
     */
    public static DeploymentPlan of(Manifest manifest, HistoryState state, Selection selection) {
        refuseInDoubt(state);
        Set<String> keys = new HashSet<>();
        Map<String, Change> newest = new HashMap<>();
        manifest.changes().forEach(change -> {
            keys.add(change.key());
            newest.put(change.id(), change);
        });
        state.applied().forEach((key, entry) -> {
            if (!keys.contains(key)) {
                throw unknown(entry, newest);
            }
        });
        List<Change> pending = new ArrayList<>();
        List<Change> notChosen = new ArrayList<>();
        for (Change change : manifest.changes()) {
            if (!state.applied().containsKey(change.key())) {
                (selection.includes(change) ? pending : notChosen).add(change);
            }
        }
        refuseUnmetRequires(pending, notChosen);
        refuseUnfinished(pending, state);
        return new DeploymentPlan(List.copyOf(pending), List.copyOf(notChosen));
    }

    /** @throws SlipwayException {@code history-in-doubt}, while nothing is known of a statement that was sent */
    public static void refuseInDoubt(HistoryState state) {
        state.inDoubt().ifPresent(entry -> {
            throw SlipwayException.of(
                    ErrorCode.HISTORY_IN_DOUBT,
                    "In doubt is " + entry.shown() + "\nIt was sent, and nothing is known of its outcome.",
                    "Look whether its effect is there, then run 'slipway resolve --on ENV --statement "
                            + entry.statement() + " --done|--not-done --reason TEXT'.");
        });
    }

    private static SlipwayException unknown(HistoryEntry entry, Map<String, Change> newest) {
        String id = entry.changeId().orElse("");
        Change other = newest.get(id);
        if (other == null) {
            return SlipwayException.of(
                    ErrorCode.HISTORY_UNKNOWN_CHANGE,
                    "The target has the change '" + id + "' (artifact " + entry.version()
                            + "), which this artifact does not know.",
                    "The artifact is older than the target, or from another line of artifacts. Deploy one that"
                            + " continues " + entry.version() + ".");
        }
        return SlipwayException.of(
                ErrorCode.HISTORY_OTHER_TEXT,
                "The target ran another text of '" + id + "' ("
                        + entry.digest().orElse("").substring(0, 12) + ", artifact " + entry.version()
                        + "); this artifact has " + other.digest().substring(0, 12) + ".",
                "Deploy an artifact that continues " + entry.version() + ".");
    }

    private static void refuseUnmetRequires(List<Change> pending, List<Change> notChosen) {
        Map<String, Change> missing = new HashMap<>();
        notChosen.forEach(change -> {
            missing.put(change.id(), change);
            missing.put(change.path(), change);
        });
        for (Change change : pending) {
            for (String required : change.requires()) {
                if (missing.containsKey(required)) {
                    throw SlipwayException.of(
                            ErrorCode.REQUIRES_NOT_CHOSEN,
                            "'" + change.id() + "' requires '" + required
                                    + "', which the labels or contexts leave out and the target does not have.",
                            "Choose both or neither.");
                }
            }
        }
    }

    /** A change that stopped half-way must be the next one to run, from the statement it stopped at. */
    private static void refuseUnfinished(List<Change> pending, HistoryState state) {
        if (state.journal().isEmpty()) {
            return;
        }
        JournalEntry entry = state.journal().get(0);
        boolean continued = entry.direction().equals("apply")
                && pending.stream().anyMatch(change -> change.key().equals(entry.changeKey()));
        if (!continued) {
            throw SlipwayException.of(
                    ErrorCode.HISTORY_IN_DOUBT,
                    "The change " + entry.changeId() + " is half done in the target (" + entry.direction()
                            + ", statement " + entry.statement() + "), and this deployment would not finish it.",
                    entry.direction().equals("apply")
                            ? "Deploy the artifact that holds it, without labels or contexts that leave it out."
                            : "Finish its rollback first: 'slipway rollback' goes on from there.");
        }
    }
}
