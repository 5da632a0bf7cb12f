package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.scenario.Studio;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway scenario record}. */
@Command(
        name = "record",
        description = "Plays scenarios and films them at 1080p: the whole as MP4 and WebM, one clip for each chapter,"
                + " captions, and a page to watch them on. Waiting is left out, and listed.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway scenario record --all --to recordings",
            "  slipway scenario record package-your-first-script --to recordings --spoken",
            "  slipway scenario record --all --to recordings --check     exit code 1 when a clip there is stale"
        })
final class ScenarioRecordCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ScenarioOptions options = new ScenarioOptions();

    @Mixin
    private HandInOptions handIn = new HandInOptions();

    @Option(names = "--to", paramLabel = "DIR", description = "Where the recordings go (default: recordings).")
    private Path folder = Path.of("recordings");

    @Option(names = "--spoken", description = "Let what is said be spoken, by espeak-ng.")
    private boolean spoken;

    @Option(
            names = "--check",
            description = "Film nothing; name the clips in DIR that show what the console no longer says.")
    private boolean check;

    ScenarioRecordCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        handIn.refuse(check, "--check makes nothing");
        return check
                ? Studio.find().recordCheck(wiring, options.chosen(), folder)
                : handIn.with(wiring, made -> Studio.find().record(wiring, options.chosen(), folder, spoken, made));
    }
}
