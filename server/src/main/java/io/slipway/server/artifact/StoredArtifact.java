package io.slipway.server.artifact;

import java.time.Instant;
import java.util.Optional;

/**
 * What the list of artifacts shows of one.
 *
 * @param signedBy id of the key; empty when unsigned
 * @param size in bytes
 */
public record StoredArtifact(
        String digest,
        String project,
        String pipeline,
        String version,
        Optional<String> parent,
        Optional<String> parentVersion,
        long totalChanges,
        long newChanges,
        String signedBy,
        long size,
        String uploadedBy,
        Instant uploadedAt) {}
