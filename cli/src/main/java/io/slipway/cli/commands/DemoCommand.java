package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.demo.Demo;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway demo}. */
@Command(
        name = "demo",
        description =
                "Shows the whole way on a sample shop: three sprints of scripts in a real Git repository, packaged and"
                        + " deployed DEV → QA → PROD on three embedded PostgreSQL databases, with a script refused, a rollback and"
                        + " a late hotfix. Leaves the databases up for you to try things until Ctrl-C.",
        footerHeading = "%nExamples:%n",
        footer = {"  slipway demo", "  slipway demo --once", "  slipway demo --dir /tmp/shop"})
final class DemoCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(names = "--once", description = "End after the last step instead of waiting for Ctrl-C.")
    private boolean once;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "Make the shop here and leave it (default: a temporary folder, removed at the end).")
    private Optional<Path> folder = Optional.empty();

    DemoCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        return new Demo(wiring, folder).run(once);
    }
}
