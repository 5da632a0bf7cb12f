package io.slipway.release.artifact;

import io.slipway.release.script.ScriptText;
import java.util.Map;

/**
 * What goes into an artifact.
 *
 * @param texts digest → text, for every change of the manifest. Where two scripts differ only in line ends they have
 *     one digest, and whichever is given here is kept
 * @param rollbacks digest → text, for every rollback of the manifest
 */
public record ArtifactContents(
        Manifest manifest,
        Proof proof,
        Schema schema,
        Map<String, ScriptText> texts,
        Map<String, ScriptText> rollbacks) {}
