package io.slipway.release.rollback;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.RollbackProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HalfDone;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryState;
import io.slipway.release.plan.DeploymentPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a rollback would run, computed from the artifact and the target's history alone.
 *
 * @param changes changes to roll back, the last applied first
 * @param backTo the completed deployment whose artifact the target is at afterwards; empty when it is at none
 */
public record RollbackPlan(List<Change> changes, Optional<HistoryEntry> backTo) {

    /** @throws SlipwayException {@code rollback-impossible}, {@code rollback-not-proved}, {@code history-in-doubt} */
    static RollbackPlan of(RollbackRequest request, List<HistoryEntry> entries, HistoryState state) {
        Artifact artifact = request.artifact();
        RollbackScope scope = request.scope();
        refuseHalfApplied(request.environment().shown(), state);
        Map<String, Change> byKey = new HashMap<>();
        artifact.manifest().changes().forEach(change -> byKey.put(change.key(), change));
        List<HistoryEntry> chosen = chosen(entries, state, scope);
        refuseHalfRolledBack(state, chosen);
        Optional<HistoryEntry> backTo = backTo(state, scope, chosen);
        if (!scope.single()) {
            backTo.ifPresent(deployment -> refuseReworked(entries, state, chosen, deployment));
        }
        List<Change> changes = new ArrayList<>();
        for (Map.Entry<String, HistoryEntry> applied : state.applied().entrySet()) {
            HistoryEntry entry = applied.getValue();
            if (!chosen.contains(entry)) {
                continue;
            }
            Change change = byKey.get(applied.getKey());
            if (change == null) {
                throw impossible(
                        "The artifact " + artifact.manifest().version() + " does not know '"
                                + entry.changeId().orElse("") + "'.",
                        "Name the artifact that was deployed last.");
            }
            refuseWithoutProof(artifact, change, request.unproved());
            changes.add(change);
        }
        refuseNeeded(changes, artifact, state);
        Collections.reverse(changes);
        return new RollbackPlan(List.copyOf(changes), backTo);
    }

    private static void refuseHalfApplied(String environment, HistoryState state) {
        DeploymentPlan.refuseInDoubt(environment, state);
        state.halfDone().filter(HalfDone::applying).ifPresent(RollbackPlan::refuseUnfinished);
    }

    /** A rollback that stopped half-way is the one to go on with. */
    private static void refuseHalfRolledBack(HistoryState state, List<HistoryEntry> chosen) {
        state.halfDone()
                .filter(half -> !chosen.contains(state.applied().get(half.changeKey())))
                .ifPresent(RollbackPlan::refuseUnfinished);
    }

    private static void refuseUnfinished(HalfDone half) {
        throw half.refusal(".", "Finish that first: the command that stopped goes on from there.");
    }

    /** Applied entries in the scope, in the order of application. */
    private static List<HistoryEntry> chosen(List<HistoryEntry> entries, HistoryState state, RollbackScope scope) {
        if (scope instanceof RollbackScope.These these) {
            return state.applied().entrySet().stream()
                    .filter(each -> these.keys().contains(each.getKey()))
                    .map(Map.Entry::getValue)
                    .toList();
        }
        List<HistoryEntry> applied = List.copyOf(state.applied().values());
        if (scope instanceof RollbackScope.Change one) {
            List<HistoryEntry> versions = applied.stream()
                    .filter(entry -> entry.changeId().equals(Optional.of(one.id()))
                            || entry.path().equals(Optional.of(one.id())))
                    .toList();
            if (versions.isEmpty()) {
                throw impossible("'" + one.id() + "' is not applied there.", "See 'slipway history'.");
            }
            return List.of(versions.get(versions.size() - 1));
        }
        long after;
        if (scope instanceof RollbackScope.To to) {
            after = state.deployments().stream()
                    .filter(d -> d.version().equals(to.version()))
                    .mapToLong(HistoryEntry::sequence)
                    .max()
                    .orElseThrow(() -> impossible(
                            "The environment was never at version " + to.version() + ".", "See 'slipway history'."));
        } else {
            after = beginOfLast(entries, state);
        }
        List<HistoryEntry> later =
                applied.stream().filter(entry -> entry.sequence() > after).toList();
        later.stream()
                .filter(entry -> entry.event() == HistoryEvent.BASELINED)
                .findFirst()
                .ifPresent(entry -> {
                    throw impossible(
                            "'" + entry.changeId().orElse("") + "' was taken over as a baseline and never run.", "");
                });
        return later;
    }

    /** A rework took the version before it away, so taking the new one away as well would leave neither. */
    private static void refuseReworked(
            List<HistoryEntry> entries, HistoryState state, List<HistoryEntry> going, HistoryEntry backTo) {
        List<HistoryEntry> until = entries.stream()
                .filter(entry -> entry.sequence() <= backTo.sequence())
                .toList();
        HistoryState.of(until, List.of()).applied().forEach((key, then) -> {
            boolean reworked = !state.applied().containsKey(key)
                    && going.stream().anyMatch(entry -> entry.changeId().equals(then.changeId()));
            if (reworked) {
                String id = then.changeId().orElse("");
                throw impossible(
                        "'" + id + "' was reworked since " + backTo.version()
                                + ": the version of then was rolled back, and going back would leave neither.",
                        "Rework the script once more. To take back the new version alone: --change '" + id + "'.");
            }
        });
    }

    /** Where the newest deployment that left changes applied began: the sequence of its first entry. */
    private static long beginOfLast(List<HistoryEntry> entries, HistoryState state) {
        List<HistoryEntry> applied = List.copyOf(state.applied().values());
        if (applied.isEmpty()) {
            throw impossible("Nothing is applied there.", "");
        }
        String last = applied.get(applied.size() - 1).deployment();
        return entries.stream()
                .filter(entry -> entry.deployment().equals(last))
                .mapToLong(HistoryEntry::sequence)
                .min()
                .orElseThrow();
    }

    private static void refuseWithoutProof(Artifact artifact, Change change, boolean unproved) {
        RollbackProof proof = artifact.proof().of(change).rollback();
        if (change.rollback().isEmpty()) {
            throw impossible(
                    "'" + change.id() + "' has no rollback.",
                    "Write a new script that takes back what it did, and package it.");
        }
        if (proof.result() != RollbackResult.PROVED && !unproved) {
            throw SlipwayException.of(
                    ErrorCode.ROLLBACK_NOT_PROVED,
                    "The rollback of '" + change.id() + "' was not proved: "
                            + proof.reason().orElse("no reason is recorded") + ".",
                    "To run it all the same, add --unproved.");
        }
    }

    /** What stays must not require what goes, and an earlier version must not go from under a later one. */
    private static void refuseNeeded(List<Change> going, Artifact artifact, HistoryState state) {
        Set<String> goingKeys = new HashSet<>();
        Map<String, Change> goingNames = new HashMap<>();
        going.forEach(change -> {
            goingKeys.add(change.key());
            goingNames.put(change.id(), change);
            goingNames.put(change.path(), change);
        });
        for (Change change : artifact.manifest().changes()) {
            boolean stays = state.applied().containsKey(change.key()) && !goingKeys.contains(change.key());
            if (stays) {
                change.requires().stream()
                        .filter(goingNames::containsKey)
                        .findFirst()
                        .ifPresent(required -> {
                            throw impossible(
                                    "'" + change.id() + "' stays and requires '" + required + "'.", "Roll both back.");
                        });
            }
        }
    }

    private static Optional<HistoryEntry> backTo(HistoryState state, RollbackScope scope, List<HistoryEntry> chosen) {
        if (scope.single()) {
            return state.current();
        }
        long first = chosen.stream().mapToLong(HistoryEntry::sequence).min().orElse(Long.MAX_VALUE);
        return state.deployments().stream()
                .filter(d -> d.sequence() < first)
                .reduce((earlier, later) -> later)
                .filter(d -> !d.artifact().isEmpty());
    }

    private static SlipwayException impossible(String message, String help) {
        return SlipwayException.of(ErrorCode.ROLLBACK_IMPOSSIBLE, message, help);
    }
}
