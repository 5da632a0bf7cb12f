package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.DeployOutput;
import io.slipway.cli.output.Json;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.ArtifactSummary;
import io.slipway.release.artifact.Limits;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.report.RollbackReport;
import io.slipway.release.rollback.Rollback;
import io.slipway.release.rollback.RollbackRequest;
import io.slipway.release.rollback.RollbackScope;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway rollback}. */
@Command(
        name = "rollback",
        description =
                "Takes an environment back by the rollbacks that packaging proved. What to roll back is always said:"
                        + " there is no default.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway rollback --on qa --last --dry-run",
            "  slipway rollback --on qa --last                    what the last deployment applied",
            "  slipway rollback --on qa --to 1.3.0                everything since the environment was at 1.3.0",
            "  slipway rollback --on qa --change ddl/120_add_email.sql"
        })
final class RollbackCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private ActorOptions actor = new ActorOptions();

    @Option(names = "--on", required = true, paramLabel = "ENV", description = "The environment.")
    private String on = "";

    @ArgGroup(multiplicity = "1")
    private Scope scope = new Scope();

    /** Exactly one of them. */
    private static final class Scope {
        @Option(names = "--last", required = true, description = "What the last deployment applied.")
        private boolean last;

        @Option(
                names = "--to",
                required = true,
                paramLabel = "VERSION",
                description = "Everything since the environment was at this version.")
        private Optional<String> to = Optional.empty();

        @Option(names = "--change", required = true, paramLabel = "ID", description = "One change, by id or path.")
        private Optional<String> change = Optional.empty();

        RollbackScope scope() {
            if (to.isPresent()) {
                return new RollbackScope.To(to.get());
            }
            return change.<RollbackScope>map(RollbackScope.Change::new).orElseGet(RollbackScope.Last::new);
        }
    }

    @Option(names = "--dry-run", description = "Only show what would be rolled back.")
    private boolean dryRun;

    @Option(names = "--unproved", description = "Run rollbacks as well that packaging could not prove.")
    private boolean unproved;

    @Option(
            names = "--artifact",
            paramLabel = "ARTIFACT",
            description = "Where to take the rollbacks from (default: the artifact that the environment has).")
    private Optional<String> artifact = Optional.empty();

    RollbackCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Optional<RemoteProject> remote = server.project(wiring, options);
        return remote.isPresent() ? onServer(remote.get()) : here();
    }

    private int onServer(RemoteProject remote) {
        try {
            RemoteProject.RollbackWish wish = new RemoteProject.RollbackWish(
                    on,
                    scope.last,
                    scope.to,
                    scope.change,
                    unproved,
                    artifact.map(named -> LatestOptions.remote(named, remote, options)),
                    actor.remoteReason());
            if (dryRun) {
                show(remote.rollbackPlan(wish));
                return 0;
            }
            return DeployOutput.of(wiring.console(), options.json())
                    .print("rolled back", remote.rollBack(wish, options.progress(wiring), wiring.cancellation()));
        } catch (SlipwayException e) {
            return DeployOutput.of(wiring.console(), options.json()).refused(on, e);
        }
    }

    private int here() {
        Project project = options.project();
        Environment environment = project.oneDatabase(on);
        try (Artifact opened = artifact(project, environment)) {
            RollbackRequest request = new RollbackRequest(
                    project,
                    environment,
                    opened,
                    scope.scope(),
                    unproved,
                    actor.actor(wiring.user()),
                    actor.patience());
            Rollback rollback = rollback();
            if (dryRun) {
                show(RollbackReport.of(on, rollback.plan(request)));
                return 0;
            }
            return DeployOutput.of(wiring.console(), options.json()).print("rolled back", rollback.run(request));
        } catch (SlipwayException e) {
            return DeployOutput.of(wiring.console(), options.json()).refused(on, e);
        }
    }

    private Rollback rollback() {
        return new Rollback(wiring.targets(), wiring.clock(), options.progress(wiring), wiring.cancellation());
    }

    /** The artifact that was deployed last, found by the digest that the history names. */
    private Artifact artifact(Project project, Environment environment) {
        if (artifact.isPresent()) {
            return ProjectOptions.artifact(
                    project,
                    artifact.get(),
                    ProjectOptions.pipeline(project, Optional.empty()),
                    ArtifactReader.Check.ON_USE);
        }
        ArtifactStore store = ProjectOptions.store(project);
        HistoryEntry last = rollback().lastApplied(project, environment);
        return store.list().stream()
                .filter(summary -> summary.digest().equals(last.artifact()))
                .map(ArtifactSummary::file)
                .map(file -> ArtifactReader.open(file, Limits.DEFAULT, ArtifactReader.Check.ON_USE))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.ARTIFACT_MISSING,
                        "The artifact " + last.version() + " ("
                                + last.artifact().substring(0, 12) + "), which '" + environment.name()
                                + "' has, is not in " + store.folder() + ".",
                        "Put it there, or name it with --artifact."));
    }

    private void show(RollbackReport plan) {
        if (options.json()) {
            Json.print(wiring.console(), plan);
            return;
        }
        wiring.console()
                .out()
                .println("Would roll back " + plan.changes().size() + " change(s), to "
                        + (plan.version().isEmpty() ? "no version" : plan.version()) + ":");
        plan.changes().forEach(change -> wiring.console().out().println("  " + change.path()));
    }
}
