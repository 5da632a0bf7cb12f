package io.slipway.release.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.slipway.release.script.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One version of one script, as an artifact records it.
 *
 * @param id the script's identity: the one its header gives, else its path when it was first packaged
 * @param path where it lay when this version was packaged, relative to the scripts folder, with {@code /}
 * @param digest SHA-256 of the text with line ends as LF, lower-case hex
 * @param tokenDigest SHA-256 of the text's tokens, lower-case hex
 * @param rollback digest of its rollback script
 * @param requires ids of the changes that must be applied before it
 * @param transaction false when the author asked for {@code transaction: off}
 * @param schema current schema while it runs, when not the environment's
 * @param replaces digest of the version this one takes the place of: the earlier text of a rerunnable script, or of a
 *     reworked one
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Change(
        String id,
        String path,
        Kind kind,
        @JsonInclude(JsonInclude.Include.ALWAYS) boolean rerunnable,
        String digest,
        String tokenDigest,
        Optional<String> rollback,
        List<String> labels,
        Optional<String> contexts,
        List<String> requires,
        @JsonInclude(JsonInclude.Include.ALWAYS) boolean transaction,
        Optional<Duration> timeout,
        Optional<String> schema,
        List<String> parameters,
        Optional<String> replaces,
        Optional<Origin> origin) {

    /** What identifies this very version: id and digest. */
    public String key() {
        return id + "@" + digest;
    }
}
