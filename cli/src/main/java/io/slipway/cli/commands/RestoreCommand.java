package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway restore}. */
@Command(
        name = "restore",
        description = "Copies a back-up into a new data folder or an empty PostgreSQL database.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway restore slipway-2026-11-24.db --data /var/lib/slipway",
            "  slipway restore slipway.db --database jdbc:postgresql://db/slipway"
        })
final class RestoreCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text (default) or json.")
    private ProjectOptions.Format format = ProjectOptions.Format.TEXT;

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Parameters(paramLabel = "FILE", description = "A file that 'slipway backup' made.")
    private Path file = Path.of("");

    RestoreCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        return new StoreCopying(wiring, format == ProjectOptions.Format.JSON)
                .restore(store.place(), file.toAbsolutePath().normalize());
    }
}
