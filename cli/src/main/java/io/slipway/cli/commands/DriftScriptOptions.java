package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.drift.DriftWish;
import io.slipway.release.packaging.Replay;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** For which differences a script is wanted. */
final class DriftScriptOptions {
    @Parameters(paramLabel = "ENV", description = "The environment.")
    private String environment = "";

    @Option(
            names = "--only",
            paramLabel = "OBJECT",
            description = "Kind and name as 'slipway drift' prints them, with * for any letters, such as"
                    + " \"table public.hotfix\"; a table stands for its columns, constraints and indexes too. May be"
                    + " given several times. Default: all that no exception allows.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--rights", description = "Grants and default privileges too.")
    private boolean rights;

    @Option(
            names = "--artifact",
            paramLabel = "ARTIFACT",
            description =
                    "One that knows all changes of the environment: a path, project:version, or latest (default).")
    private String artifact = "latest";

    String environment() {
        return environment;
    }

    String artifact() {
        return artifact;
    }

    DriftWish wish(Project project, Artifact opened) {
        Environment database = project.oneDatabase(environment);
        return new DriftWish(project, database, opened, List.copyOf(only), rights);
    }

    static Replay replay(Wiring wiring, ProjectOptions options, Project project) {
        return new Replay(
                wiring.targets().product(project),
                wiring.environment(),
                options.progress(wiring),
                wiring.cancellation());
    }
}
