package io.slipway.cli.commands;

import io.slipway.release.plan.Selection;
import io.slipway.release.project.Environment;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags that choose changes. */
final class SelectionOptions {
    @Option(
            names = "--labels",
            paramLabel = "EXPR",
            description = "Only changes whose labels satisfy this, such as \"release-4 AND !hold\".")
    private Optional<String> labels = Optional.empty();

    @Option(
            names = "--contexts",
            paramLabel = "NAMES",
            split = ",",
            description =
                    "Contexts that hold, with commas; changes with a contexts expression they do not satisfy are left"
                            + " out. Default: the environment's.")
    private List<String> contexts = List.of();

    Optional<String> labels() {
        return labels;
    }

    List<String> contexts() {
        return contexts;
    }

    Selection selection(Environment environment) {
        return Selection.of(labels, contexts.isEmpty() ? environment.contexts() : contexts);
    }
}
