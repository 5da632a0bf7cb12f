package io.slipway.release.rules;

import io.slipway.release.execute.ScriptSource;
import io.slipway.release.script.Exemption;
import java.util.List;

/**
 * A script that is looked through.
 *
 * @param path relative to the scripts folder
 * @param rerunnable it runs again when edited
 * @param transaction it runs in one, unless its statements refuse that
 * @param release those of one number go live together: a table that one of them makes is new to the others
 * @param defines it is of a kind that changes the catalogue, rather than rows
 */
public record ScriptUnderReview(
        String path,
        boolean rerunnable,
        boolean defines,
        boolean transaction,
        int release,
        ScriptSource source,
        List<Exemption> exemptions) {}
