package io.slipway.enablement.scenario;

import io.slipway.release.error.Location;
import java.util.List;

/**
 * What a throw-away installation is brought to before the first step: the sample shop, some way into its history. Nobody
 * sees that being done. An installation of a customer's is taken as it is.
 *
 * @param stages in the order in which they are made; none is a project without any script
 * @param rollout whether its team is on the way live too, with a rollout file: the installation's people, their tiers of
 *     support, no date yet. What deployed before that goes on deploying
 */
public record Start(List<Stage> stages, boolean rollout) {

    /**
     * A stretch of the shop's history.
     *
     * @param sprint the scripts that are written, as the sample calls them: {@code sprint-1}
     * @param on the environments that get them, in the pipeline's order; none when they are not even packaged
     * @param at where the scenario says so
     */
    public record Stage(String sprint, List<String> on, Location at) {}
}
