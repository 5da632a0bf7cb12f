package io.slipway.cli.commands;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;

/** A server keeps one team for each project: whoever names another has named the wrong project. */
final class ServedTeam {
    private ServedTeam() {}

    /**
     * @param there the team of the project, as the server says
     * @param named by whoever gave the command
     * @throws SlipwayException {@code usage}
     */
    static void require(String there, String named) {
        if (!there.equals(named)) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "The project's team is '" + there + "', not '" + named + "'.",
                    "Name the project with --project.");
        }
    }
}
