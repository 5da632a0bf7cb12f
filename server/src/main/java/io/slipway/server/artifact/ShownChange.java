package io.slipway.server.artifact;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.ChangeProof;

/**
 * A change as pages show it.
 *
 * @param index its place in the artifact, from 0
 */
public record ShownChange(int index, Change change, ChangeProof proof) {}
