package io.slipway.release.packaging;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.Proof;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.artifact.Proof.RollbackSeen;
import io.slipway.release.artifact.Schema;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Packaged versions whose run-once scripts were edited under {@code rework: yes}. A database that has one goes another
 * way than a database that has none, so both ways must lead to the same schema.
 *
 * @param replaced {@link Change#id} → the version that is replaced
 */
record Rework(Map<String, Change> replaced) {

    boolean isEmpty() {
        return replaced.isEmpty();
    }

    boolean replaces(Change change) {
        Change old = replaced.get(change.id());
        return old != null && old.key().equals(change.key());
    }

    /** @throws SlipwayException {@code rework-impossible} when a packaged change requires one that is replaced */
    void refuseNeeded(Manifest parent, Map<String, String> paths) {
        for (Change change : parent.standing()) {
            for (Change old : replaced.values()) {
                if (change.requires().contains(old.id()) || change.requires().contains(old.path())) {
                    throw SlipwayException.of(
                                    ErrorCode.REWORK_IMPOSSIBLE,
                                    "'" + change.id() + "', packaged by now, requires it, so it cannot be taken back"
                                            + " from under that one.",
                                    "Put the packaged text back and write a new script for what you want to change.")
                            .at(Location.of(paths.getOrDefault(old.id(), old.path())));
                }
            }
        }
    }

    /**
     * A packaged script that ran once and fails now does so because what it builds on was taken from under it.
     *
     * @param standing the packaged changes
     * @param paths of the new ones
     */
    SlipwayException blamed(SlipwayException failure, List<Step> standing, Map<String, String> paths) {
        Optional<Change> innocent = failure.location()
                .filter(where -> !isEmpty() && failure.code() == ErrorCode.SCRIPT_FAILED)
                .flatMap(where -> standing.stream()
                        .map(Step::change)
                        .filter(change -> !replaces(change) && change.path().equals(where.path()))
                        .findFirst());
        if (innocent.isEmpty()) {
            return failure;
        }
        Change old = replaced.values().iterator().next();
        return SlipwayException.of(
                        ErrorCode.REWORK_IMPOSSIBLE,
                        "'" + innocent.get().id() + "', packaged before, builds on it and fails without it: "
                                + failure.getMessage(),
                        "Put the packaged text back and write a new script for what you want to change.")
                .at(Location.of(paths.getOrDefault(old.id(), old.path())))
                .causedBy(failure);
    }

    /** Whether a database that has the replaced versions can go on to the new ones. */
    static boolean hasProvedRollback(Change old, Proof proof) {
        return proof.of(old).rollback().result() == RollbackResult.PROVED;
    }

    /**
     * The proofs of replaced versions, with what their rollbacks do.
     *
     * @param rollbacks {@link Change#key} → what was seen
     */
    static Map<String, ChangeProof> seen(Proof proof, Map<String, RollbackSeen> rollbacks) {
        Map<String, ChangeProof> changes = new LinkedHashMap<>();
        rollbacks.forEach((key, seen) -> {
            ChangeProof known = Objects.requireNonNull(proof.changes().get(key));
            changes.put(key, known.with(known.rollback().with(seen)));
        });
        return changes;
    }

    /**
     * @param after the schema on a database that never had the replaced versions
     * @param taken the schema on one that had them
     * @throws SlipwayException {@code rework-impossible}
     */
    void requireSame(Catalogue after, Catalogue taken, Map<String, String> paths) {
        List<String> differences = Schema.of(after).differences(taken);
        if (!differences.isEmpty()) {
            Change first = replaced.values().iterator().next();
            throw SlipwayException.of(
                            ErrorCode.REWORK_IMPOSSIBLE,
                            "Databases that have the version before and those that have not would end with different"
                                    + " schemas; on the former: " + differences.get(0)
                                    + (differences.size() > 1 ? " and " + (differences.size() - 1) + " more" : "")
                                    + ".",
                            "A change packaged since then builds on it. Put the packaged text back and write a new"
                                    + " script.")
                    .at(Location.of(paths.getOrDefault(first.id(), first.path())));
        }
    }
}
