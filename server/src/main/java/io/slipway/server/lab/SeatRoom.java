package io.slipway.server.lab;

import io.slipway.database.postgresql.SeatServer;
import io.slipway.enablement.scenario.Lab;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.DeployResult;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.plan.Selection;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.target.Secret;
import io.slipway.server.access.Caller;
import io.slipway.server.account.RandomText;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.project.ServedProject;
import io.slipway.server.secret.Secrets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Makes the databases of a seat, its project, its artifacts and its files what a lab begins with, again and again. */
public final class SeatRoom {
    /** Name of the secret, in the seat's project, that holds its role's password. */
    static final String SECRET = "seat";

    private static final List<String> ENVIRONMENTS = List.of("dev", "qa", "prod");
    private final LabServer server;
    private final LabTasks tasks;
    private final Starts starts;
    private final SeatProjects projects;
    private final SeatFiles files;
    private final ArtifactShelf shelf;
    private final Secrets secrets;
    private final Path folder;
    private final Clock clock;

    SeatRoom(
            LabServer server,
            LabTasks tasks,
            Starts starts,
            SeatProjects projects,
            SeatFiles files,
            ArtifactShelf shelf,
            Secrets secrets,
            Path folder,
            Clock clock) {
        this.server = server;
        this.tasks = tasks;
        this.starts = starts;
        this.projects = projects;
        this.files = files;
        this.shelf = shelf;
        this.secrets = secrets;
        this.folder = folder;
        this.clock = clock;
    }

    /**
     * Takes away whatever is there, and makes it what the lab begins with.
     *
     * @param told what is being made just now
     */
    void begin(Caller caller, Seat seat, Scenario scenario, Lab lab, Consumer<String> told) {
        told.accept("What the task starts with is packaged; only its first trainee waits for that.");
        Starts.Made start = starts.of(scenario.start());
        told.accept("The seat's project and its databases are made.");
        SeatServer databases = server.get();
        databases.stop(seat.role());
        Secret password = password(seat).orElseGet(() -> Secret.of(RandomText.next()));
        databases.makeRole(seat.role(), password);
        databases.databases(seat.databases()).forEach(databases::dropDatabase);
        ServedProject project = projects.anew(caller.name(), seat, definition(databases, seat, lab.rollbacks()));
        if (password(seat).isEmpty()) {
            password.use(value -> {
                secrets.set(caller, seat.project(), SECRET, value);
                return value.length();
            });
        }
        List<Path> artifacts = artifacts(seat, start);
        for (Path artifact : artifacts) {
            try (InputStream in = Files.newInputStream(artifact)) {
                shelf.takeIn(caller, project, in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        fill(databases, seat, start, artifacts, password, told);
        told.accept("The files are laid out.");
        Map<String, String> texts = new HashMap<>(start.files());
        lab.files().forEach(file -> texts.put(file.file(), file.text()));
        files.replace(seat, texts);
    }

    /** @throws SlipwayException {@code not-found} before a task was begun */
    ServedProject project(Seat seat) {
        boolean rollbacks = tasks.all().stream()
                .anyMatch(task -> task.name().equals(seat.task()) && task.lab().rollbacks());
        return projects.current(seat, definition(server.get(), seat, rollbacks));
    }

    Optional<Secret> password(Seat seat) {
        return secrets.find(seat.project(), SECRET);
    }

    private List<Path> artifacts(Seat seat, Starts.Made start) {
        Path own = folder.resolve(seat.id()).resolve("artifacts");
        try {
            Folders.delete(own);
            Files.createDirectories(own);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ArtifactCopy.of(start.artifacts(), seat.project(), own);
    }

    /** Deploys the stages one after the other to a template, and clones it for each environment that ends there. */
    private void fill(
            SeatServer databases,
            Seat seat,
            Starts.Made start,
            List<Path> artifacts,
            Secret password,
            Consumer<String> told) {
        String template = seat.database("start");
        databases.makeDatabase(template, seat.role());
        for (String environment : ENVIRONMENTS) {
            if (last(start, environment) < 0) {
                databases.copyDatabase(template, seat.database(environment), seat.role());
            }
        }
        for (int stage = 0; stage < artifacts.size(); stage++) {
            told.accept("What was there before is deployed: artifact " + (stage + 1) + " of " + artifacts.size() + ".");
            deploy(databases, seat, template, artifacts.get(stage), password);
            for (String environment : ENVIRONMENTS) {
                if (last(start, environment) == stage) {
                    databases.copyDatabase(template, seat.database(environment), seat.role());
                }
            }
        }
        databases.dropDatabase(template);
    }

    /** The last stage that an environment has; negative when it has none. */
    private static int last(Starts.Made start, String environment) {
        for (int stage = start.stages().size() - 1; stage >= 0; stage--) {
            if (start.stages().get(stage).on().contains(environment)) {
                return stage;
            }
        }
        return -1;
    }

    private void deploy(SeatServer databases, Seat seat, String database, Path file, Secret password) {
        Path root = folder.resolve(seat.id());
        Project project = ProjectFile.parse(
                "project: " + seat.project() + "\ndatabase: postgresql\nenvironments:\n"
                        + environment("start", databases.url(database), seat.role(), "${env:SEAT}")
                        + "pipelines:\n  main: [start]\n",
                root);
        Map<String, String> variables = new HashMap<>();
        password.use(value -> variables.put("SEAT", value));
        Targets targets = new Targets(List.of(databases.product(seat.databases(), seat.role(), password)), variables);
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            DeployResult result = new Deployment(targets, clock, Progress.NONE, new Cancellation())
                    .run(new DeployRequest(
                            project,
                            project.environment("start"),
                            artifact,
                            Selection.ALL,
                            new Actor("slipway", Optional.empty(), Optional.of("what the lab begins with")),
                            false,
                            Duration.ofSeconds(30)));
            if (result instanceof DeployResult.Failed failed) {
                throw failed.error();
            }
        }
    }

    private static String definition(SeatServer databases, Seat seat, boolean rollbacks) {
        StringBuilder yaml = new StringBuilder("project: " + seat.project()
                + "\ndatabase: postgresql\nscripts: sql\nreference: embedded\n"
                + (rollbacks ? "rollback: present\n" : "") + "environments:\n");
        for (String name : ENVIRONMENTS) {
            yaml.append(environment(name, databases.url(seat.database(name)), seat.role(), "${secret:" + SECRET + "}"));
        }
        return yaml + "pipelines:\n  main: [" + String.join(", ", ENVIRONMENTS) + "]\n";
    }

    private static String environment(String name, String url, String role, String password) {
        return "  " + name + ": { url: \"" + url + "\", user: " + role + ", password: \"" + password + "\" }\n";
    }

    /** Its scripts run no more; what is there stays. */
    void lock(Seat seat) {
        server.get().disable(seat.role());
    }

    /** Its scripts may run again. */
    void unlock(Seat seat) {
        password(seat).ifPresent(password -> server.get().makeRole(seat.role(), password));
    }

    /** Whether a seat has anything, or a part of it is left. */
    boolean isThere(Seat seat) {
        return projects.isThere(seat);
    }

    /** Takes all of it away; its project last, for as long as that is there something may be left. */
    void clear(String by, Seat seat) {
        SeatServer databases = server.get();
        databases.stop(seat.role());
        databases.databases(seat.databases()).forEach(databases::dropDatabase);
        databases.dropRole(seat.role());
        try {
            Folders.delete(folder.resolve(seat.id()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        projects.forget(by, seat);
    }
}
