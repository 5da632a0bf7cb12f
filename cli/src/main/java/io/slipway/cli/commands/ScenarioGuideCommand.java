package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.scenario.Studio;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway scenario guide}. */
@Command(
        name = "guide",
        description =
                "Plays scenarios and makes guides of them: one HTML and one PDF for each audience, with the pictures"
                        + " that were taken. Nothing is written when a step fails.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway scenario guide --all --to guides",
            "  slipway scenario guide --all --to guides --check     exit code 1 when a picture there is stale",
            "  slipway scenario guide --all --team payments --server https://slipway.example.com"
        })
final class ScenarioGuideCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Mixin
    private HandInOptions handIn = new HandInOptions();

    @Option(names = "--to", paramLabel = "DIR", description = "Where the guides go (default: guides).")
    private Path folder = Path.of("guides");

    @Option(
            names = "--check",
            description = "Write nothing; name the pictures in DIR that show what the console no longer says.")
    private boolean check;

    ScenarioGuideCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        handIn.refuse(check, "--check makes nothing");
        return handIn.with(wiring, made -> Studio.find().guide(wiring, options.chosen(), folder, check, made));
    }
}
