package io.slipway.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.enablement.scenario.Scenario;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code slipway scenario list}. */
@Command(
        name = "list",
        description = "Lists the scenarios.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway scenario list", "  slipway scenario list --from scenarios --output json"})
final class ScenarioListCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    ScenarioListCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        List<Scenario> scenarios = options.library().all();
        if (options.json()) {
            ObjectNode node = Json.result();
            for (Scenario scenario : scenarios) {
                node.withArray("scenarios")
                        .addObject()
                        .put("name", scenario.name())
                        .put("title", scenario.title())
                        .put("audience", scenario.audience().text())
                        .put("summary", scenario.summary());
            }
            Json.print(wiring.console(), node);
        } else {
            int width =
                    scenarios.stream().mapToInt(s -> s.name().length()).max().orElse(1);
            for (Scenario scenario : scenarios) {
                wiring.console()
                        .out()
                        .printf(
                                "%-" + width + "s  %-15s  %s%n",
                                scenario.name(),
                                scenario.audience().title(),
                                scenario.title());
            }
        }
        return 0;
    }
}
