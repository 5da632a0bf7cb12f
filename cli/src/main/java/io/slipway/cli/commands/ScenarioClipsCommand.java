package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.scenario.Studio;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway scenario clips}. */
@Command(
        name = "clips",
        description = "Makes the clips of recordings again, one for each chapter, from the film and the chapters in its"
                + " recording.json, whose titles and times may have been changed. Plays nothing.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway scenario clips --all --from recordings",
            "  slipway scenario clips package-your-first-script --from recordings"
        })
final class ScenarioClipsCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Mixin
    private HandInOptions handIn = new HandInOptions();

    @Option(names = "--from", paramLabel = "DIR", description = "Where the recordings are (default: recordings).")
    private Path folder = Path.of("recordings");

    @Option(names = "--all", description = "Take all of them.")
    private boolean all;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which recordings: their folders in DIR.")
    private List<String> names = new ArrayList<>();

    ScenarioClipsCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        if (all == !names.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    all ? "--all does not go with names." : "Name a recording, or say --all.",
                    "Recordings are the folders in " + folder + ".");
        }
        return handIn.with(wiring, made -> Studio.find().clips(wiring, names, folder, made));
    }
}
