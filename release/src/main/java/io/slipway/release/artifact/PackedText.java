package io.slipway.release.artifact;

import io.slipway.release.script.ScriptText;
import io.slipway.release.script.TextDigest;
import java.io.IOException;

/** A text that lies packed in an artifact, so that the next artifact can take it over as it is. */
interface PackedText extends ScriptText {

    /** Of its entry; the offset is that in the artifact where it lies. */
    Slot slot();

    /**
     * The digests of the text, which was checked against them.
     *
     * @throws io.slipway.release.error.SlipwayException {@code artifact-damaged}, {@code artifact-hostile}
     */
    TextDigest.Digests checked() throws IOException;

    /** The entry's bytes as they lie there. */
    byte[] packed() throws IOException;
}
