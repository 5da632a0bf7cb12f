package io.slipway.cli.remote;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.List;

/** The teams of a server's rollouts: who names a team need not name its project. */
public final class RemoteTeams {
    private final ServerConnection connection;

    public RemoteTeams(ServerConnection connection) {
        this.connection = connection;
    }

    private record Rollout(String team, String project) {}

    private record Rollouts(List<Rollout> rollouts) {}

    /** @throws SlipwayException {@code usage}: whoever asks sees no such team, or more than one */
    public String project(String team) {
        List<String> projects = connection.get("/api/rollouts", Rollouts.class).rollouts().stream()
                .filter(rollout -> rollout.team().equals(team))
                .map(Rollout::project)
                .toList();
        if (projects.size() != 1) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    projects.isEmpty()
                            ? "The server has no rollout of a team '" + team + "' that you may see."
                            : "The server has more than one rollout of the team '" + team + "': "
                                    + String.join(", ", projects) + ".",
                    "Name the project with --project.");
        }
        return projects.get(0);
    }
}
