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
 * @param occurrence 1, unless the artifact has this id with this text already: a rerunnable script can be put back to a text
 *     it had before, which is then its occurrence 2
 * @param replaces digest of the version this one takes the place of: the earlier text of a rerunnable script, or of a
 *     reworked one
 * @param adopted environments where what it does was done by hand before: there it is written down and not run
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
        @JsonInclude(JsonInclude.Include.ALWAYS) int occurrence,
        Optional<Origin> origin,
        List<String> adopted) {

    /** One that was made by hand nowhere. */
    public Change(
            String id,
            String path,
            Kind kind,
            boolean rerunnable,
            String digest,
            String tokenDigest,
            Optional<String> rollback,
            List<String> labels,
            Optional<String> contexts,
            List<String> requires,
            boolean transaction,
            Optional<Duration> timeout,
            Optional<String> schema,
            List<String> parameters,
            Optional<String> replaces,
            int occurrence,
            Optional<Origin> origin) {
        this(
                id,
                path,
                kind,
                rerunnable,
                digest,
                tokenDigest,
                rollback,
                labels,
                contexts,
                requires,
                transaction,
                timeout,
                schema,
                parameters,
                replaces,
                occurrence,
                origin,
                List.of());
    }

    /** What identifies this very change in its artifact and in histories. */
    public String key() {
        return key(id, digest, occurrence);
    }

    /** {@code id@digest}, and {@code #2}, {@code #3} … where the same text comes again. */
    public static String key(String id, String digest, int occurrence) {
        return key(id + "@" + digest, occurrence);
    }

    /** @param first key of the text's first occurrence */
    public static String key(String first, int occurrence) {
        return occurrence > 1 ? first + "#" + occurrence : first;
    }
}
