package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.scenario.Studio;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway scenario check}. */
@Command(
        name = "check",
        description =
                "Plays scenarios on throw-away installations and says which hold: the smoke test. What failed says at"
                        + " which step, and leaves a picture of the screen.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway scenario check --all",
            "  slipway scenario check package-your-first-script",
            "  slipway scenario check --all --output json"
        })
final class ScenarioCheckCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Mixin
    private HandInOptions handIn = new HandInOptions();

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "Where pictures of failed steps go (default: scenario-failures).")
    private Path pictures = Path.of("scenario-failures");

    ScenarioCheckCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        return handIn.with(
                wiring, made -> Studio.find().check(wiring, options.chosen(), options.json(), pictures, made));
    }
}
