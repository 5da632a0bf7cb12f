package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.scenario.Studio;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway scenario footage}. */
@Command(
        name = "footage",
        description = "Takes in a recording from elsewhere, such as the MP4 of a meeting: proposes to cut where nobody"
                + " speaks, where nothing moves, marked mistakes and repeats, and opens a page on which you accept,"
                + " reject and move the cuts and set chapters. Then makes the film and its clips. Only what you accepted"
                + " is cut, and all of it is listed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway scenario footage kickoff.mp4 --to recordings/kickoff",
            "  slipway scenario footage kickoff.mp4 --to recordings/kickoff --render"
        })
final class ScenarioFootageCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Parameters(paramLabel = "FILE", description = "The recording: an MP4, WebM, MKV, MOV or AVI. It is not changed.")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description =
                    "Where its cuts and what is made of it go (default: a folder in recordings, named as the file).")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--propose", description = "Only propose: write cuts.json, open no page.")
    private boolean propose;

    @Option(names = "--render", description = "Make film and clips with the cuts that are accepted in cuts.json.")
    private boolean render;

    ScenarioFootageCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        if (propose && render) {
            throw SlipwayException.of(ErrorCode.USAGE, "--propose does not go with --render.", "");
        }
        return Studio.find()
                .footage(
                        wiring,
                        file,
                        folder.orElseGet(this::usual),
                        propose ? Studio.Footage.PROPOSE : render ? Studio.Footage.RENDER : Studio.Footage.DECIDE);
    }

    private Path usual() {
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.[A-Za-z0-9]{2,4}$", "");
        return Path.of("recordings").resolve(name.isEmpty() ? "footage" : name);
    }
}
