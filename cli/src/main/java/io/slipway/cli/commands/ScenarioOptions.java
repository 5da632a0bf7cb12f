package io.slipway.cli.commands;

import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Scenarios;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Flags of every command that plays scenarios. */
final class ScenarioOptions {
    enum Format {
        TEXT,
        JSON
    }

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
    private Format format = Format.TEXT;

    @Option(names = "--from", paramLabel = "DIR", description = "Take the scenarios of this folder, not Slipway's own.")
    private Optional<Path> folder = Optional.empty();

    @Option(names = "--all", description = "Take all of them.")
    private boolean all;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Which scenarios.")
    private List<String> names = new ArrayList<>();

    boolean json() {
        return format == Format.JSON;
    }

    Scenarios library() {
        return folder.map(Scenarios::in).orElseGet(Scenarios::builtIn);
    }

    /** @throws SlipwayException {@code usage}, {@code scenario-unknown}, {@code scenario-invalid} */
    List<Scenario> chosen() {
        if (all == !names.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    all ? "--all does not go with names." : "Name a scenario, or say --all.",
                    "'slipway scenario list' tells which there are.");
        }
        return library().named(names);
    }
}
