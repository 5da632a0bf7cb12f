package io.slipway.cli.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.remote.ScheduledDeployment;

/** Tells of a deployment that was handed to a server to run later. */
public final class ScheduledOutput {
    private ScheduledOutput() {}

    /** @param url of its page */
    public static void print(Console console, boolean json, ScheduledDeployment scheduled, String url) {
        String start =
                scheduled.start().flatMap(ScheduledDeployment.Start::local).orElse("");
        String zone = scheduled.start().map(ScheduledDeployment.Start::zone).orElse("");
        String why = scheduled.start().map(ScheduledDeployment.Start::why).orElse("");
        if (json) {
            ObjectNode node = Json.result()
                    .put("result", "scheduled")
                    .put("deployment", scheduled.number())
                    .put("environment", scheduled.environment())
                    .put("version", scheduled.version())
                    .put("state", scheduled.state())
                    .put("notBefore", scheduled.notBefore().toString())
                    .put("start", start)
                    .put("zone", zone)
                    .put("why", why)
                    .put("url", url);
            Json.print(console, node);
            return;
        }
        console.out()
                .println("#" + scheduled.number() + ": " + scheduled.version() + " to " + scheduled.environment() + ", "
                        + scheduled.state().replace('-', ' ') + ".");
        if (!start.isEmpty()) {
            console.out().println("It starts at " + start + " (" + zone + ") at the earliest. " + why);
        }
        console.out().println("See " + url);
    }
}
