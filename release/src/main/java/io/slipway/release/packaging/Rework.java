package io.slipway.release.packaging;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.Proof;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.artifact.Schema;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import java.util.List;
import java.util.Map;

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

    /** Whether a database that has the replaced versions can go on to the new ones. */
    static boolean hasProvedRollback(Change old, Proof proof) {
        return proof.of(old).rollback().result() == RollbackResult.PROVED;
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
