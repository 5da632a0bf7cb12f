package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway migrate}. */
@Command(
        name = "migrate",
        description =
                "Moves a server from the SQLite file in its data folder to an empty PostgreSQL database. Stop the server first; the file stays as it is.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway migrate --data /var/lib/slipway --database jdbc:postgresql://db/slipway"})
final class MigrateCommand implements Callable<Integer> {
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

    MigrateCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        return new StoreCopying(wiring, format == ProjectOptions.Format.JSON).migrate(store.place());
    }
}
