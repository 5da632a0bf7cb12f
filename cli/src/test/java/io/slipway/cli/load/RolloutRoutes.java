package io.slipway.cli.load;

import java.util.List;
import java.util.Random;

/** The pages and answers that people who take teams live look at. */
record RolloutRoutes(RolloutSize size) implements LoadRoutes {
    private static final String ROLLOUT = "/projects/{team}/rollout";

    @Override
    public List<Route> pages() {
        return List.of(
                page("/rollouts", ""),
                page(ROLLOUT, ""),
                page(ROLLOUT + "/hypercare", ""),
                page(ROLLOUT + "/meetings", ""),
                page(ROLLOUT + "/cases/{case}", ""),
                page("/cases", ""),
                page("/cases", "state=late"),
                page("/api" + ROLLOUT + "/readiness", ""),
                page("/api/rollouts", ""));
    }

    @Override
    public List<Route> files() {
        return List.of(new Route("/audit/export", "format=csv", true));
    }

    private static Route page(String path, String query) {
        return new Route(path, query, false);
    }

    @Override
    public String address(Route route, Random random) {
        int team = random.nextInt(size.teams());
        // cases are numbered team after team
        int number = team * size.cases() + 1 + random.nextInt(size.cases());
        return route.shown().replace("{team}", RolloutSize.team(team)).replace("{case}", Integer.toString(number));
    }
}
