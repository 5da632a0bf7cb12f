package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.scenario.Studio;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway scenario demo}. */
@Command(
        name = "demo",
        description =
                "Writes presenters' scripts of scenarios, to be printed: what to say, what to do, what is seen. With"
                        + " --live, plays them before an audience: each step happens when you press Enter.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway scenario demo --all --to scripts",
            "  slipway scenario demo package-your-first-script --live",
            "  yes '' | slipway scenario demo --all --live --headless     goes through all of it, for CI"
        })
final class ScenarioDemoCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Mixin
    private HandInOptions handIn = new HandInOptions();

    @Option(names = "--to", paramLabel = "DIR", description = "Where the scripts go (default: demo-scripts).")
    private Path folder = Path.of("demo-scripts");

    @Option(names = "--live", description = "Play it: the browser opens, and each step waits for Enter.")
    private boolean live;

    @Option(names = "--headless", description = "With --live: open no window.")
    private boolean headless;

    ScenarioDemoCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        if (live) {
            return handIn.with(
                    wiring,
                    made -> Studio.find()
                            .demo(wiring, options.chosen(), !headless, Path.of("scenario-failures"), made));
        }
        handIn.refuse(true, "a script shows nothing until it is played, with --live");
        return Studio.find().demoScripts(wiring, options.chosen(), folder);
    }
}
