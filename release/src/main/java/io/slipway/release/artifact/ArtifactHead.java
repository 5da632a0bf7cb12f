package io.slipway.release.artifact;

import java.util.Optional;

/**
 * What a manifest says of its artifact as a whole.
 *
 * @param parent digest of the artifact that it continues
 * @param firstNew index of the first change that the parent does not have
 */
public record ArtifactHead(
        int formatVersion,
        String project,
        String database,
        String pipeline,
        String version,
        Optional<String> parent,
        Optional<String> parentVersion,
        int firstNew) {}
