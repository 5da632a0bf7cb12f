package io.slipway.rollout.provision;

import io.slipway.release.digest.Sha256;
import io.slipway.rollout.people.People;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * One team's definition, and where it lies.
 *
 * @param file the text of the rollout file
 * @param root the folder that the command works in
 */
public record Definition(
        String team, String title, String project, People people, Provision provision, String file, Path root) {

    /** Names it: plans and runbooks carry it, so that they are known to be of another when it changes. */
    public String digest() {
        return Sha256.of(file.getBytes(StandardCharsets.UTF_8));
    }

    /** Where the repository keeps the published runbook. */
    public String runbookPath() {
        return "docs/runbook-" + team + ".md";
    }
}
