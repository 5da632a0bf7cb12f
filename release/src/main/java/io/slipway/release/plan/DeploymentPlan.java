package io.slipway.release.plan;

import io.slipway.release.artifact.Addition;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.Proof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HalfDone;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What deploying an artifact would run, computed from the artifact and the target's history alone.
 *
 * @param pending changes to run, in order
 * @param replaced {@link Change#key} of a pending change → the version of it that the target has, whose rollback runs
 *     right before it: a rework
 * @param notChosen changes that are pending and left out by labels or contexts
 */
public record DeploymentPlan(List<Change> pending, Map<String, Change> replaced, List<Change> notChosen) {

    /**
     * @param environment the target's name
     * @throws SlipwayException the artifact must not be deployed there: {@code history-in-doubt},
     *     {@code history-unknown-change}, {@code history-other-text}, {@code requires-not-chosen},
     *     {@code rework-impossible}
     */
    public static DeploymentPlan of(
            Manifest manifest, Proof proof, String environment, HistoryState state, Selection selection) {
        refuseInDoubt(environment, state);
        Map<String, Change> changes = manifest.byKey();
        state.applied().forEach((key, entry) -> {
            if (!changes.containsKey(key)) {
                throw unknown(entry, manifest);
            }
        });
        Map<String, Change> replacements = manifest.replaced();
        Map<String, Change> outdated = new HashMap<>();
        replacements.keySet().stream()
                .filter(state.applied()::containsKey)
                .map(changes::get)
                .forEach(change -> outdated.put(change.id(), change));
        List<Change> pending = new ArrayList<>();
        Map<String, Change> replaced = new HashMap<>();
        List<Change> notChosen = new ArrayList<>();
        changes.forEach((key, change) -> {
            if (replacements.containsKey(key) || state.applied().containsKey(key)) {
                return;
            }
            if (!selection.includes(change)) {
                notChosen.add(change);
                return;
            }
            pending.add(change);
            Change old = outdated.get(change.id());
            if (old != null) {
                refuseWithoutProof(old, proof, state);
                replaced.put(key, old);
            }
        });
        refuseUnmetRequires(pending, notChosen);
        refuseUnfinished(environment, pending, replaced, replacements, state);
        return new DeploymentPlan(List.copyOf(pending), Map.copyOf(replaced), List.copyOf(notChosen));
    }

    /**
     * The same on a target that has all of the artifact before this one and nothing else, so that all that is new is
     * missing there.
     *
     * @param addition one that {@link Addition#onlyAdds}
     * @throws SlipwayException {@code requires-not-chosen}
     */
    public static DeploymentPlan after(Addition addition, Selection selection) {
        List<Change> pending = new ArrayList<>();
        List<Change> notChosen = new ArrayList<>();
        addition.changes().forEach(change -> (selection.includes(change) ? pending : notChosen).add(change));
        refuseUnmetRequires(pending, notChosen);
        return new DeploymentPlan(List.copyOf(pending), Map.of(), List.copyOf(notChosen));
    }

    /** @throws SlipwayException {@code history-in-doubt}, while nothing is known of a statement that was sent */
    public static void refuseInDoubt(String environment, HistoryState state) {
        state.inDoubt().ifPresent(entry -> {
            throw SlipwayException.of(
                    ErrorCode.HISTORY_IN_DOUBT,
                    "In doubt is " + entry.shown()
                            + "\nIt was to be sent when the connection or the process ended; nothing is known"
                            + " of what became of it.",
                    "Look whether its effect is there, then run 'slipway resolve --on " + environment
                            + " --statement "
                            + entry.statement() + " --done|--not-done --reason TEXT'.");
        });
    }

    private static SlipwayException unknown(HistoryEntry entry, Manifest manifest) {
        String id = entry.changeId().orElse("");
        Optional<Change> newest = manifest.changes().stream()
                .filter(change -> change.id().equals(id))
                .reduce((earlier, later) -> later);
        if (newest.isEmpty()) {
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
                        + "); this artifact has " + newest.get().digest().substring(0, 12) + ".",
                "Deploy an artifact that continues " + entry.version() + ".");
    }

    /** A version goes away only by a rollback that packaging saw restoring the schema. */
    private static void refuseWithoutProof(Change old, Proof proof, HistoryState state) {
        Proof.RollbackProof rollback = proof.of(old).rollback();
        if (rollback.result() == RollbackResult.PROVED) {
            return;
        }
        String version = Optional.ofNullable(state.applied().get(old.key()))
                .map(HistoryEntry::version)
                .orElse("");
        boolean none = rollback.result() == RollbackResult.NONE;
        throw SlipwayException.of(
                ErrorCode.REWORK_IMPOSSIBLE,
                "The target has '" + old.id() + "' as " + version + " packaged it, and that version "
                        + (none
                                ? "has no rollback"
                                : "has a rollback that was not proved ("
                                        + rollback.reason().orElse("no reason is recorded") + ")")
                        + ", so the reworked one cannot take its place.",
                none
                        ? "Put the packaged text back into the script and write a new script for what you want to change."
                        : "If the rollback is right all the same, run it first: slipway rollback --on ENV --change '"
                                + old.id() + "' --unproved.");
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
    private static void refuseUnfinished(
            String environment,
            List<Change> pending,
            Map<String, Change> replaced,
            Map<String, Change> replacements,
            HistoryState state) {
        state.halfDone().ifPresent(half -> {
            boolean continued = (half.applying() ? pending : replaced.values())
                    .stream().anyMatch(change -> change.key().equals(half.changeKey()));
            if (continued) {
                return;
            }
            boolean reworked = half.applying() && replacements.containsKey(half.changeKey());
            throw half.refusal(
                    ", and this deployment would not finish it" + (reworked ? ", since it was reworked." : "."),
                    help(environment, half, reworked));
        });
    }

    private static String help(String environment, HalfDone half, boolean reworked) {
        if (reworked) {
            return "Take back by hand what these statements did, say so for each with 'slipway resolve --on "
                    + environment + " --statement N --not-done --against-catalogue --reason TEXT', and deploy again.";
        }
        return half.applying()
                ? "Deploy the artifact that holds it, without labels or contexts that leave it out."
                : "Finish its rollback first: 'slipway rollback' goes on from there.";
    }
}
