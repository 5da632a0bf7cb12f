package io.slipway.cli.commands;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.cli.Wiring;
import io.slipway.cli.output.Json;
import io.slipway.cli.output.RuleOutput;
import io.slipway.cli.output.Table;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.rules.Rule;
import io.slipway.release.rules.RuleSettings;
import io.slipway.release.rules.Severity;
import io.slipway.release.sql.Dialect;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code slipway rules list}. */
@Command(
        name = "list",
        description =
                "Lists the rules; in a project, those for its database and its own, with how much they matter in its"
                        + " strictest environment. With names, tells what these are about, with examples.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rules list",
            "  slipway rules list drop-table index-blocks-writes",
            "  slipway rules list --output json"
        })
final class RulesListCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Parameters(paramLabel = "RULE", arity = "0..*", description = "Rules to tell all about.")
    private List<String> names = new ArrayList<>();

    RulesListCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Optional<Project> project = Files.exists(options.root().resolve(ProjectFile.NAME))
                ? Optional.of(options.project())
                : Optional.empty();
        Optional<Dialect> dialect =
                project.map(known -> wiring.targets().product(known).dialect());
        RuleSettings settings = project.map(Project::rules).orElse(RuleSettings.USUAL);
        List<Rule> rules = names.isEmpty()
                ? settings.all().stream()
                        .filter(rule -> dialect.map(rule.dialects()::contains).orElse(true))
                        .toList()
                : names.stream().map(name -> named(settings, name)).toList();
        if (options.json()) {
            ObjectNode node = Json.result();
            var array = node.putArray("rules");
            rules.forEach(
                    rule -> RuleOutput.json(array.addObject(), rule, settings.page(rule), severity(project, rule)));
            Json.print(wiring.console(), node);
        } else if (names.isEmpty()) {
            Table table = new Table("RULE", "TOPIC", "SEVERITY", "LOOKS AT", "ABOUT");
            rules.forEach(rule -> table.row(
                    rule.id(),
                    RuleOutput.word(rule.topic()),
                    severity(project, rule).text(),
                    rule.looksAt().name().toLowerCase(Locale.ROOT),
                    settings.page(rule).title()));
            table.print(wiring.console().out());
        } else {
            rules.forEach(rule ->
                    RuleOutput.page(wiring.console().out(), rule, settings.page(rule), severity(project, rule)));
        }
        return 0;
    }

    private static Severity severity(Optional<Project> project, Rule rule) {
        return project.map(known ->
                        known.rules().strictest(rule, known.environments().keySet()))
                .orElse(rule.severity());
    }

    private static Rule named(RuleSettings settings, String name) {
        return settings.find(name)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE,
                        "There is no rule '" + name + "'.",
                        Nearest.to(name, settings.all().stream().map(Rule::id).toList())
                                        .map(near -> "Did you mean '" + near + "'? ")
                                        .orElse("")
                                + "'slipway rules list' shows all."));
    }
}
