package io.slipway.release.artifact;

import io.slipway.release.artifact.Proof.ChangeProof;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A change with what its proof saw: what somebody keeps who shows changes without opening their artifact again. */
public record ProvedChange(Change change, ChangeProof proof) {
    private static final ArtifactJson JSON = ArtifactJson.within(Limits.DEFAULT);
    /** Where it comes from, as errors tell it. */
    private static final Path KEPT = Path.of("a kept change");

    /** On one line. */
    public String json() {
        return new String(JSON.compact(this), StandardCharsets.UTF_8).strip();
    }

    /** @param json as {@link #json} gave it */
    public static ProvedChange of(String json) {
        return JSON.read(KEPT, "it", json.getBytes(StandardCharsets.UTF_8), ProvedChange.class);
    }
}
