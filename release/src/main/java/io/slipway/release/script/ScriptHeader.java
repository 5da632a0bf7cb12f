package io.slipway.release.script;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a script says about itself in the comments at its top, each {@code -- slipway key: value}.
 *
 * @param transaction false for {@code transaction: off}
 * @param contexts an expression over the names of contexts
 * @param parameters names that are replaced in its text, per environment
 * @param exemptions rules that it need not keep
 * @param adopted environments where what it does was done by hand before
 */
public record ScriptHeader(
        Optional<String> id,
        List<String> labels,
        Optional<String> contexts,
        List<String> requires,
        boolean transaction,
        boolean rework,
        Optional<Duration> timeout,
        List<String> parameters,
        List<Exemption> exemptions,
        List<String> adopted) {

    public static final ScriptHeader EMPTY = new ScriptHeader(
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            true,
            false,
            Optional.empty(),
            List.of(),
            List.of(),
            List.of());
}
