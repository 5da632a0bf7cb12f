package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.DeployOutput;
import io.slipway.cli.output.ForecastOutput;
import io.slipway.cli.output.ManyForecastOutput;
import io.slipway.cli.output.ScheduledOutput;
import io.slipway.cli.output.SqlFile;
import io.slipway.cli.output.WaveOutput;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.cli.remote.ScheduledDeployment;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.WaveDeployment;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.forecast.Forecast;
import io.slipway.release.forecast.ForecastOfMany;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.report.ErrorReport;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.report.ManyForecastReport;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code slipway deploy}. */
@Command(
        name = "deploy",
        description =
                "Brings an environment to an artifact: runs what it does not have, in order, and writes the history.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway deploy latest --to dev",
            "  slipway deploy shop:1.4.0 --to prod --approve-as \"Ann Lee\" --reason \"CHG-1881\"",
            "  slipway deploy latest --to qa --dry-run            what would run, and whether it would be let",
            "  slipway deploy latest --to qa --sql review.sql     the same as one SQL file",
            "  slipway deploy latest --to qa --server https://slipway.example.com",
            "  slipway deploy latest --to prod --server https://slipway.example.com --not-before 2026-12-01T22:00+01:00",
            "  slipway deploy latest --to prod --only acme,beta    two of the databases of prod, which has many",
            "  slipway deploy latest --to qa --labels \"release-4 AND !hold\""
        })
final class DeployCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private ProjectOptions options = new ProjectOptions();

    @Mixin
    private ActorOptions actor = new ActorOptions();

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Mixin
    private ArtifactOptions artifact = new ArtifactOptions();

    @Option(names = "--to", required = true, paramLabel = "ENV", description = "The environment.")
    private String to = "";

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "Only these databases of an environment of many, with commas between them.")
    private List<String> only = List.of();

    @Option(names = "--dry-run", description = "Only show what would run.")
    private boolean dryRun;

    @Option(names = "--sql", paramLabel = "FILE", description = "Only write what would run into a file.")
    private Optional<Path> sql = Optional.empty();

    @Option(
            names = "--skip-gate",
            description = "Deploy although the environment before it does not have the artifact; wants --reason.")
    private boolean skipGate;

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            description = "Leave it to the server to start it, at this time at the earliest, and come back at once."
                    + " Written like 2026-12-01T22:00+01:00; wants --server.")
    private Optional<String> notBefore = Optional.empty();

    DeployCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() {
        Optional<RemoteProject> remote = server.project(wiring, options);
        if (remote.isPresent()) {
            return onServer(remote.get());
        }
        if (notBefore.isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "--not-before wants --server: this command would have to wait until then.",
                    "Name a server, or run the command at that time.");
        }
        Project project = options.project();
        Environment environment = project.environment(to);
        if (!only.isEmpty() && !environment.isMany()) {
            throw SlipwayException.of(
                    ErrorCode.USAGE, "--only is for an environment of many databases, and '" + to + "' is one.", "");
        }
        try (Artifact opened = artifact.open(project, ArtifactReader.Check.ALL_ON_USE)) {
            DeployRequest request = new DeployRequest(
                    project,
                    environment,
                    opened,
                    selection.selection(environment),
                    actor.actor(wiring.user()),
                    skipGate,
                    actor.patience());
            if (environment.isMany()) {
                return toMany(request);
            }
            if (dryRun || sql.isPresent()) {
                return show(request);
            }
            DeployResult result = new Deployment(
                            wiring.targets(), wiring.clock(), options.progress(wiring), wiring.cancellation())
                    .run(request);
            return DeployOutput.of(wiring.console(), options.json()).print("deployed", result);
        } catch (SlipwayException e) {
            return DeployOutput.of(wiring.console(), options.json()).refused(to, e);
        }
    }

    private int toMany(DeployRequest request) {
        if (sql.isPresent()) {
            // each of them may lack something else
            request.environment().checkOne();
        }
        Environment meant =
                only.isEmpty() ? request.environment() : request.environment().only(only);
        if (dryRun) {
            ManyForecastReport forecast = ManyForecastReport.of(
                    to,
                    request.artifact().manifest().version(),
                    new ForecastOfMany(new Forecast(wiring.targets())).run(request.at(meant)),
                    request.project());
            ManyForecastOutput.print(wiring.console(), options.json(), forecast);
            return exitCode(forecast.firstError());
        }
        return WaveOutput.print(
                wiring.console(),
                options.json(),
                new WaveDeployment(wiring.targets(), wiring.clock(), options.progress(wiring), wiring.cancellation())
                        .run(request.at(meant)));
    }

    private int onServer(RemoteProject remote) {
        ServerOptions.refuse(!only.isEmpty(), "--only", "its environments are one database each.");
        ServerOptions.refuse(sql.isPresent(), "--sql", "the parameters of its environments are there.");
        try {
            RemoteProject.DeploymentWish wish = new RemoteProject.DeploymentWish(
                    artifact.remote(remote, options),
                    artifact.pipeline(),
                    to,
                    actor.remoteReason(),
                    skipGate,
                    selection.labels(),
                    selection.contexts(),
                    time());
            if (dryRun) {
                return show(remote.forecast(wish));
            }
            if (wish.notBefore().isPresent()) {
                ScheduledDeployment scheduled = remote.schedule(wish);
                ScheduledOutput.print(
                        wiring.console(),
                        options.json(),
                        scheduled,
                        remote.page(scheduled).toString());
                return 0;
            }
            return DeployOutput.of(wiring.console(), options.json())
                    .print("deployed", remote.deploy(wish, options.progress(wiring), wiring.cancellation()));
        } catch (SlipwayException e) {
            return DeployOutput.of(wiring.console(), options.json()).refused(to, e);
        }
    }

    private Optional<Instant> time() {
        return notBefore.map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw SlipwayException.of(
                                ErrorCode.USAGE,
                                "'" + text + "' is no time with its offset from UTC.",
                                "Write it like 2026-12-01T22:00+01:00 or 2026-12-01T21:00Z.")
                        .causedBy(e);
            }
        });
    }

    private int show(DeployRequest request) {
        Forecast.Result forecast = new Forecast(wiring.targets()).run(request);
        sql.ifPresent(file -> SqlFile.write(request.project().root().resolve(file), request, forecast));
        return show(ForecastReport.of(forecast, request.project()));
    }

    private int show(ForecastReport forecast) {
        ForecastOutput.print(wiring.console(), options.json(), forecast);
        return exitCode(forecast.error());
    }

    private static int exitCode(Optional<ErrorReport> refused) {
        return refused.map(e -> e.exception().code().category().exitCode()).orElse(0);
    }
}
