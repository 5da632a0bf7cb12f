package io.slipway.cli.commands;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Project;
import io.slipway.release.rules.OwnRule;
import io.slipway.release.rules.OwnRules;
import io.slipway.release.rules.RuleTrial;
import io.slipway.release.rules.RuleTrial.Outcome;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway rules test}. */
@Command(
        name = "test",
        description =
                "Tries the examples of the project's own rules: what they call bad must be found, and what they call"
                        + " good must not. Ends with 4 when one of them goes otherwise.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway rules test", "  slipway rules test table-prefix"})
final class RulesTestCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(paramLabel = "RULE", arity = "0..*", description = "Rules to try, instead of all.")
    private List<String> names = new ArrayList<>();

    RulesTestCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Project project = options.project();
        OwnRules own = project.rules().own();
        RuleTrial trial = new RuleTrial(wiring.targets().product(project).dialect(), LocalDate.now(wiring.clock()));
        List<OwnRule> rules = names.isEmpty()
                ? own.all()
                : names.stream().map(name -> named(own, name)).toList();
        List<Outcome> outcomes =
                rules.stream().flatMap(rule -> trial.run(rule).stream()).toList();
        if (options.json()) {
            Json.print(wiring.console(), json(rules.size(), outcomes));
        } else {
            print(rules.size(), outcomes);
        }
        return failed(outcomes) > 0 ? ErrorCode.RULES_REFUSED.category().exitCode() : 0;
    }

    private void print(int rules, List<Outcome> outcomes) {
        var out = wiring.console().out();
        for (Outcome outcome : outcomes) {
            outcome.failure()
                    .ifPresent(failure -> out.println(outcome.rule()
                            + (outcome.example() > 0 ? ", example " + outcome.example() : "") + ": " + failure));
        }
        if (rules == 0) {
            out.println("There are no rules of your own: each is a file in the folder " + OwnRules.FOLDER + ".");
            return;
        }
        long examples =
                outcomes.stream().filter(outcome -> outcome.example() > 0).count();
        long failed = failed(outcomes);
        out.println((rules == 1 ? "1 rule, " : rules + " rules, ")
                + (examples == 1 ? "1 example: " : examples + " examples: ")
                + (failed == 0 ? "all as they should be." : failed + " not as they should be."));
    }

    private static ObjectNode json(int rules, List<Outcome> outcomes) {
        ObjectNode node = Json.result();
        node.put("rules", rules);
        node.put("failed", failed(outcomes));
        ArrayNode array = node.putArray("outcomes");
        for (Outcome outcome : outcomes) {
            ObjectNode one = array.addObject().put("rule", outcome.rule()).put("example", outcome.example());
            outcome.failure().ifPresent(failure -> one.put("failure", failure));
        }
        return node;
    }

    private static long failed(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.failure().isPresent())
                .count();
    }

    private static OwnRule named(OwnRules own, String name) {
        return own.find(name)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE,
                        "There is no rule '" + name + "' in the folder " + OwnRules.FOLDER + ".",
                        own.ids().isEmpty() ? "It holds none." : "It holds " + String.join(", ", own.ids()) + "."));
    }
}
