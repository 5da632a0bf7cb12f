package io.slipway.server.artifact;

import io.slipway.release.artifact.ArtifactSignature.Verdict;

/**
 * What the index knows of a whole artifact.
 *
 * @param line digest of the first artifact of those that it continues
 * @param provedOn product and version of the reference database
 * @param commit that it was packaged from; empty when unknown
 * @param trustedKeys digest of the keys that the verdict was given with
 * @param verdict on its signature
 */
public record ArtifactFacts(String line, String provedOn, String commit, String trustedKeys, Verdict verdict) {}
