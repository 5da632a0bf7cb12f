package io.slipway.release.artifact;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What an artifact says of itself, read without checking it.
 *
 * @param digest the artifact's identity
 * @param parent digest of the artifact it continues
 */
public record ArtifactSummary(
        Path file,
        String digest,
        String project,
        String pipeline,
        String version,
        Optional<String> parent,
        Optional<String> parentVersion) {}
