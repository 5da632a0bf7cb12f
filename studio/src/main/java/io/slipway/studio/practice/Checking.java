package io.slipway.studio.practice;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.error.ErrorCode;
import io.slipway.studio.play.Pace;
import io.slipway.studio.play.Play;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.play.Watcher;
import io.slipway.studio.stage.Looks;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Plays scenarios and says which hold. */
final class Checking {
    private final Wiring wiring;
    private final boolean json;
    private final Practice practice;
    private final Consumer<Made> made;

    /** @param pictures folder for pictures of steps that failed; made when it is needed */
    public Checking(Wiring wiring, boolean json, Path pictures, Consumer<Made> made) {
        this.wiring = wiring;
        this.json = json;
        this.made = made;
        this.practice = new Practice(wiring, Looks.GUIDE, false, pictures);
    }

    /** @return the exit code */
    public int run(List<Scenario> scenarios) {
        ObjectNode node = Json.result();
        boolean passed = practice.run(
                scenarios,
                (scenario, stage, browser) ->
                        new Play(stage, Pace.FAST, Watcher.NOBODY, wiring.cancellation()).run(scenario),
                (scenario, result) -> {
                    made.accept(Results.played(Kind.CHECK, scenario, result, wiring.clock()));
                    if (json) {
                        add(node, scenario, result);
                    } else {
                        tell(scenario, result);
                    }
                },
                browser -> {});
        if (json) {
            Json.print(wiring.console(), node);
        }
        return passed ? 0 : ErrorCode.SCENARIO_FAILED.category().exitCode();
    }

    private void tell(Scenario scenario, PlayResult result) {
        if (result instanceof PlayResult.Failed failed) {
            practice.tellFailure(scenario, failed);
        } else if (result instanceof PlayResult.Passed passed) {
            wiring.console()
                    .out()
                    .println(String.format(
                            Locale.ROOT,
                            "passed %s (%d steps, %.1f s)",
                            scenario.name(),
                            scenario.steps().size(),
                            passed.took().toMillis() / 1e3));
            wiring.console().flush();
        }
    }

    private void add(ObjectNode node, Scenario scenario, PlayResult result) {
        ObjectNode each = node.withArray("scenarios").addObject().put("name", scenario.name());
        if (result instanceof PlayResult.Failed failed) {
            each.put("result", "failed")
                    .put("chapter", failed.chapter().title())
                    .put("step", failed.step().at().toString())
                    .put("verb", failed.step().verb())
                    .put("why", failed.why());
            practice.picture(scenario, failed).ifPresent(file -> each.put("picture", file.toString()));
        } else if (result instanceof PlayResult.Passed passed) {
            each.put("result", "passed").put("milliseconds", passed.took().toMillis());
        }
    }
}
