package io.slipway.release.script;

import java.util.List;
import java.util.Optional;

/**
 * One SQL file of the project's scripts folder, as it is now.
 *
 * @param path relative to the scripts folder, with {@code /}
 * @param rerunnable runs again as a whole when edited; from its kind unless its folder's metadata says otherwise
 * @param labels of its header and of its folders' metadata
 * @param contexts expression of its header, else of its folder's metadata
 * @param schema current schema while it runs, from its folder's metadata
 * @param text without the rollback section
 * @param digest SHA-256 of the text with line ends as LF, lower-case hex
 * @param tokenDigest SHA-256 of its tokens, lower-case hex
 */
public record Script(
        String path,
        Kind kind,
        boolean rerunnable,
        ScriptHeader header,
        List<String> labels,
        Optional<String> contexts,
        Optional<String> schema,
        ScriptText text,
        String digest,
        String tokenDigest,
        Optional<Rollback> rollback) {

    /** @param path the file it is in, which is the script's own when it is a section of it */
    public record Rollback(String path, ScriptText text, String digest) {}
}
