package io.slipway.release.packaging;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.artifact.Proof;
import java.nio.file.Path;
import java.util.List;

/** How a packaging ended. What is refused is an exception instead, and leaves no artifact. */
public sealed interface PackageResult {

    /** Warnings and notices for the scripts' authors. */
    List<String> notices();

    /**
     * @param digest the artifact's digest
     * @param signed whether there was a key to sign with
     * @param earlierReplayed how many earlier changes had to be run again on the reference database
     */
    record Packaged(
            Path artifact,
            String digest,
            Manifest manifest,
            Proof proof,
            boolean signed,
            int earlierReplayed,
            List<String> notices)
            implements PackageResult {

        public List<Change> changes() {
            return manifest.newChanges();
        }
    }

    /** @param version of the newest artifact; empty when there is none */
    record NothingNew(String version, int total, List<String> notices) implements PackageResult {}
}
