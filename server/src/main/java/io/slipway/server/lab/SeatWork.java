package io.slipway.server.lab;

import io.slipway.enablement.lab.Facts;
import io.slipway.enablement.lab.Judgement;
import io.slipway.enablement.scenario.Lab;
import io.slipway.enablement.scenario.SeatCommand;
import io.slipway.enablement.scenario.Step;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Limits;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.plan.Selection;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.rollback.Rollback;
import io.slipway.release.rollback.RollbackRequest;
import io.slipway.release.rollback.RollbackScope;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.server.access.Caller;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.ServedProject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The engine's verbs at a seat, as somebody in a terminal would use them. Each says what it did, or throws. */
final class SeatWork {
    private static final String PIPELINE = "main";
    private static final int ARTIFACTS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Class of errors such as an unknown table, which is an answer as well as another. */
    private static final String NOT_THERE = "42";

    private final LabServer server;
    private final SeatRoom room;
    private final SeatFiles files;
    private final ArtifactShelf shelf;
    private final Targets targets;
    private final Path folder;
    private final Clock clock;

    SeatWork(
            LabServer server,
            SeatRoom room,
            SeatFiles files,
            ArtifactShelf shelf,
            Targets targets,
            Path folder,
            Clock clock) {
        this.server = server;
        this.room = room;
        this.files = files;
        this.shelf = shelf;
        this.targets = targets;
        this.folder = folder;
        this.clock = clock;
    }

    /** Packages what is new among the files, and hands it in. */
    String pack(Caller caller, Seat seat, Cancellation cancellation) {
        ServedProject served = room.project(seat);
        Project project = laidOut(seat, served);
        Packaging packaging = new Packaging(
                server.get()
                        .product(
                                seat.databases(),
                                seat.role(),
                                room.password(seat).orElseThrow()),
                Map.of(),
                Progress.NONE,
                cancellation);
        PackageResult result = packaging.run(new PackageRequest(project, PIPELINE, Optional.empty()));
        if (!(result instanceof PackageResult.Packaged packaged)) {
            return "Nothing to package: no file is new.";
        }
        try (InputStream in = Files.newInputStream(packaged.artifact())) {
            shelf.takeIn(caller, served, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return WorkText.packaged(packaged);
    }

    /** The seat's files and artifacts in a folder, as the engine reads a project. */
    private Project laidOut(Seat seat, ServedProject served) {
        Path root = folder.resolve(seat.id());
        Map<String, String> texts = new HashMap<>();
        files.of(seat).forEach(file -> texts.put(file.path(), file.text()));
        texts.put(ProjectFile.NAME, served.definition());
        try {
            Folders.delete(root);
            Files.createDirectories(root.resolve("sql"));
            Folders.write(root, texts);
            Path artifacts = Files.createDirectories(root.resolve("artifacts"));
            ArtifactStore store = new ArtifactStore(artifacts, Limits.DEFAULT);
            for (StoredArtifact each : shelf.of(seat.project(), ARTIFACTS)) {
                Files.copy(
                        shelf.file(each),
                        store.file(seat.project(), each.version()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ProjectFile.read(root);
    }

    /** What a terminal needs to go on from here, as a zip. */
    byte[] zip(Seat seat) {
        return Zips.of(laidOut(seat, room.project(seat)).root());
    }

    /** The changes of the newest artifact, the last first. */
    List<String> changes(Seat seat) {
        return shelf.newest(seat.project(), PIPELINE)
                .map(newest -> {
                    try (Artifact artifact = shelf.open(newest)) {
                        List<String> paths = new ArrayList<>(artifact.manifest().standing().stream()
                                .map(Change::path)
                                .toList());
                        Collections.reverse(paths);
                        return paths;
                    }
                })
                .orElse(List.of());
    }

    /** Deploys the newest artifact. */
    String deploy(Caller caller, Seat seat, String environment, Cancellation cancellation) {
        ServedProject served = room.project(seat);
        StoredArtifact newest = shelf.newest(seat.project(), PIPELINE)
                .orElseThrow(() ->
                        SlipwayException.of(ErrorCode.ARTIFACT_MISSING, "There is no artifact yet.", "Package first."));
        try (Artifact artifact = shelf.open(newest)) {
            return WorkText.deployed(new Deployment(targets, clock, Progress.NONE, cancellation)
                    .run(new DeployRequest(
                            served.project(),
                            served.project().environment(environment),
                            artifact,
                            Selection.ALL,
                            actor(caller),
                            false,
                            PATIENCE)));
        }
    }

    /** Rolls one change back. */
    String rollBack(Caller caller, Seat seat, String environment, String change, Cancellation cancellation) {
        ServedProject served = room.project(seat);
        Rollback rollback = new Rollback(targets, clock, Progress.NONE, cancellation);
        HistoryEntry at =
                rollback.lastApplied(served.project(), served.project().environment(environment));
        StoredArtifact stored = shelf.byDigest(at.artifact())
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.ARTIFACT_MISSING, "The artifact of that change is not here.", ""));
        try (Artifact artifact = shelf.open(stored)) {
            DeployResult result = rollback.run(new RollbackRequest(
                    served.project(),
                    served.project().environment(environment),
                    artifact,
                    new RollbackScope.Change(change),
                    false,
                    actor(caller),
                    PATIENCE));
            return WorkText.rolledBack(result);
        }
    }

    private static Actor actor(Caller caller) {
        return new Actor(caller.name() + "@lab", Optional.empty(), Optional.empty());
    }

    /**
     * Does steps one after the other. One that is to end otherwise than well must do so.
     *
     * @throws SlipwayException {@code scenario-failed} when a step ends otherwise than it says
     */
    String play(Caller caller, Seat seat, List<Step> steps, Cancellation cancellation) {
        StringBuilder said = new StringBuilder();
        for (Step step : steps) {
            if (step instanceof Step.Write write) {
                files.put(seat, write.file(), write.text());
                said.append("Wrote ").append(write.file()).append('\n');
            } else if (step instanceof Step.Run run) {
                said.append("$ ").append(run.command()).append('\n');
                said.append(run(caller, seat, run, cancellation)).append('\n');
            }
        }
        return said.toString().strip();
    }

    private String run(Caller caller, Seat seat, Step.Run run, Cancellation cancellation) {
        SeatCommand command = SeatCommand.of(run.command()).orElseThrow();
        int exit = 0;
        String said;
        try {
            said = run(caller, seat, command, cancellation);
        } catch (SlipwayException e) {
            exit = e.code().category().exitCode();
            said = WorkText.refused(e);
        }
        if (exit != run.exit() && !(command instanceof SeatCommand.Look)) {
            throw SlipwayException.of(
                            ErrorCode.SCENARIO_FAILED,
                            "'" + run.command() + "' was to end with " + run.exit() + " and ended with " + exit + ". "
                                    + said,
                            "")
                    .at(run.at());
        }
        return said;
    }

    String run(Caller caller, Seat seat, SeatCommand command, Cancellation cancellation) {
        if (command instanceof SeatCommand.Pack) {
            return pack(caller, seat, cancellation);
        }
        if (command instanceof SeatCommand.Deploy deploy) {
            return deploy(caller, seat, deploy.environment(), cancellation);
        }
        if (command instanceof SeatCommand.RollBack back) {
            return rollBack(caller, seat, back.environment(), back.change(), cancellation);
        }
        return "(looks, and changes nothing)";
    }

    /** Asks the seat's databases and histories, as the seat's own role. */
    Judgement check(Seat seat, Lab lab) {
        try (SeatFacts facts = new SeatFacts(room.project(seat), targets)) {
            Judgement judgement = Judgement.of(lab, facts);
            return facts.trouble()
                    .filter(what -> !judgement.passed())
                    .map(judgement::troubled)
                    .orElse(judgement);
        }
    }

    /** The schema of one of its databases, as one value. */
    String fingerprint(Seat seat, String environment) {
        ServedProject served = room.project(seat);
        try (Target target = targets.open(served.project(), served.project().environment(environment))) {
            return target.catalogue().fingerprint();
        }
    }

    /** One session for each environment that is asked. */
    private static final class SeatFacts implements Facts, AutoCloseable {
        private final ServedProject served;
        private final Targets targets;
        private final Map<String, Target> open = new HashMap<>();
        private final Map<String, List<HistoryEntry>> histories = new HashMap<>();
        private Optional<String> trouble = Optional.empty();

        SeatFacts(ServedProject served, Targets targets) {
            this.served = served;
            this.targets = targets;
        }

        private Target target(String environment) {
            return open.computeIfAbsent(
                    environment,
                    name -> targets.open(served.project(), served.project().environment(name)));
        }

        @Override
        public Optional<String> ask(String environment, String sql) {
            try {
                return target(environment).ask(sql);
            } catch (SqlFailure e) {
                if (!e.sqlState().startsWith(NOT_THERE)) {
                    trouble = Optional.of(e.getMessage());
                }
                return Optional.empty();
            }
        }

        /** What the databases said to the check, other than that something is not there. */
        Optional<String> trouble() {
            return trouble;
        }

        @Override
        public List<HistoryEntry> history(String environment) {
            return histories.computeIfAbsent(
                    environment, name -> target(name).history().entries());
        }

        @Override
        public void close() {
            open.values().forEach(Target::close);
        }
    }
}
