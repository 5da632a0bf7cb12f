package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway backup}. */
@Command(
        name = "backup",
        description =
                "Copies all that a server keeps into one file, while it runs: people, projects, artifacts, deployments and the audit log, as they are at one moment.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway backup slipway-2026-11-24.db --data /var/lib/slipway",
            "  slipway backup slipway.db --database jdbc:postgresql://db/slipway"
        })
final class BackupCommand implements Callable<Integer> {
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

    @Parameters(paramLabel = "FILE", description = "A file that is not there yet.")
    private Path file = Path.of("");

    BackupCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        return new StoreCopying(wiring, format == ProjectOptions.Format.JSON)
                .backUp(store.place(), file.toAbsolutePath().normalize());
    }
}
