package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.DriftScriptOutput;
import io.slipway.cli.output.Json;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.drift.DriftWish;
import io.slipway.release.drift.Reversion;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Project;
import io.slipway.release.report.DriftScriptReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway revert}. */
@Command(
        name = "revert",
        description =
                "Makes a script that takes back what was done by hand in an environment, so that its schema is what its"
                        + " history says, and proves it. Prints it; runs it only when told to, in one transaction that"
                        + " is committed when the schema then is right.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway revert prod",
            "  slipway revert prod --only \"table public.hotfix\" --to revert.sql",
            "  slipway revert qa --run qa --reason \"CHG-17 was wrong\""
        })
final class RevertCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private DriftScriptOptions drift = new DriftScriptOptions();

    @Mixin
    private LatestOptions latest = new LatestOptions();

    @Mixin
    private ActorOptions actor = new ActorOptions();

    @ArgGroup
    private Where where = new Where();

    /** At most one of them. */
    private static final class Where {
        @Option(
                names = "--to",
                paramLabel = "FILE",
                description = "Write it to a file, which must not be there yet; relative to the project's folder.")
        private Optional<Path> file = Optional.empty();

        @Option(
                names = "--run",
                paramLabel = "ENV",
                description = "Run it there; name the environment once more, so that nobody does so by accident.")
        private Optional<String> run = Optional.empty();
    }

    @Option(names = "--accept-loss", description = "Run it although it takes away rows or guesses; it says which.")
    private boolean acceptLoss;

    RevertCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Project project = options.project();
        where.run.filter(named -> !named.equals(drift.environment())).ifPresent(named -> {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "'--run " + named + "' does not name the environment '" + drift.environment() + "'.",
                    "To run it there, say --run " + drift.environment() + ".");
        });
        DriftScriptReport report;
        try (Artifact opened = latest.open(project, drift.artifact(), ArtifactReader.Check.ON_USE)) {
            DriftWish wish = drift.wish(project, opened);
            Reversion reversion = new Reversion(
                    wiring.targets(),
                    DriftScriptOptions.replay(wiring, options, project),
                    wiring.clock(),
                    options.progress(wiring),
                    wiring.cancellation());
            Reversion.Result result = where.run.isPresent()
                    ? reversion.run(wish, actor.actor(wiring.user()), actor.patience(), acceptLoss)
                    : reversion.show(wish);
            where.file
                    .filter(file -> !result.objects().isEmpty())
                    .ifPresent(file ->
                            write(project.root().resolve(file), result.way().script()));
            report = DriftScriptReport.of(result, where.file.map(Path::toString));
        }
        if (options.json()) {
            Json.print(wiring.console(), report);
        } else {
            DriftScriptOutput.reverted(wiring.console().out(), report);
        }
        return 0;
    }

    private static void write(Path file, String script) {
        try {
            Files.writeString(file, script, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_UNWRITABLE,
                            "The script could not be written: " + e,
                            "Name another file that is not there yet.")
                    .causedBy(e);
        }
    }
}
