package io.slipway.server.lab;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.packaging.PackageResult;
import java.util.List;

/** What verbs did, as people at a seat read it. */
final class WorkText {
    private WorkText() {}

    static String packaged(PackageResult.Packaged packaged) {
        StringBuilder text = new StringBuilder("Packaged " + packaged.manifest().version() + ":");
        for (Change change : packaged.changes()) {
            ChangeProof proof = packaged.proof().of(change);
            text.append("\n  ")
                    .append(change.path())
                    .append(", rollback ")
                    .append(proof.rollback().result().text());
            proof.rollback().reason().ifPresent(reason -> text.append(": ").append(reason));
        }
        packaged.notices().forEach(notice -> text.append("\n  ").append(notice));
        return text.toString();
    }

    /** @throws SlipwayException it failed */
    static String deployed(DeployResult result) {
        if (result instanceof DeployResult.NothingToDo nothing) {
            return "Nothing to do: " + nothing.environment() + " has " + nothing.version() + ".";
        }
        if (result instanceof DeployResult.Completed completed) {
            return "Deployed " + completed.version() + " to " + completed.environment() + ":"
                    + listed(completed.replaced(), "rolled back ") + listed(completed.applied(), "");
        }
        throw ((DeployResult.Failed) result).error();
    }

    /** @throws SlipwayException it failed */
    static String rolledBack(DeployResult result) {
        if (result instanceof DeployResult.Completed completed) {
            return "Rolled back on " + completed.environment() + ":" + listed(completed.applied(), "");
        }
        if (result instanceof DeployResult.Failed failed) {
            throw failed.error();
        }
        return "Nothing to roll back on " + result.environment() + ".";
    }

    private static String listed(List<Change> changes, String before) {
        StringBuilder text = new StringBuilder();
        changes.forEach(change -> text.append("\n  ").append(before).append(change.path()));
        return text.toString();
    }

    static String refused(SlipwayException e) {
        String where = e.location().map(place -> place + ": ").orElse("");
        return where + e.getMessage() + (e.help().isEmpty() ? "" : "\n" + e.help());
    }
}
