package io.slipway.cli.rollout;

import io.slipway.cli.Wiring;
import io.slipway.cli.remote.RemoteConsole;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.cli.remote.ServerConnection;
import io.slipway.database.Products;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.progress.Progress;
import io.slipway.rollout.provision.BaselineStep;
import io.slipway.rollout.provision.Definition;
import io.slipway.rollout.provision.NotesFile;
import io.slipway.rollout.provision.Provision.ConsoleWish;
import io.slipway.rollout.provision.Provisioning;
import io.slipway.rollout.provision.Secrets;
import io.slipway.rollout.provision.StepNotes;
import io.slipway.rollout.provision.TeamSteps;
import io.slipway.rollout.team.Rollout;
import io.slipway.rollout.team.RolloutFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One team's definition, opened to be worked on. */
public final class TeamPlace implements Closeable {
    private final Definition definition;
    private final StepNotes notes;
    private final TeamSteps steps;
    private final Provisioning provisioning;

    private TeamPlace(Definition definition, StepNotes notes, TeamSteps steps, Provisioning provisioning) {
        this.definition = definition;
        this.notes = notes;
        this.steps = steps;
        this.provisioning = provisioning;
    }

    /**
     * Reads {@code rollout/<team>.yaml}.
     *
     * @throws SlipwayException {@code rollout-file-missing}, {@code rollout-file-invalid}, {@code secret-literal}
     */
    public static Definition definition(Path root, String team) {
        Rollout rollout = RolloutFile.read(root, team);
        String name = RolloutFile.FOLDER + "/" + team + ".yaml";
        String text;
        try {
            text = Files.readString(root.resolve(name), StandardCharsets.UTF_8).replace("\r\n", "\n");
        } catch (IOException e) {
            throw SlipwayException.of(ErrorCode.ROLLOUT_FILE_INVALID, "It cannot be read: " + e.getMessage(), "")
                    .at(Location.of(name))
                    .causedBy(e);
        }
        return new Definition(
                team,
                rollout.title(),
                rollout.project(),
                rollout.people(),
                rollout.provision()
                        .orElseThrow(() -> SlipwayException.of(
                                        ErrorCode.ROLLOUT_FILE_INVALID,
                                        "It has no section 'provision': there is nothing to make for this team.",
                                        "See docs/rollout/provisioning.md for what can stand there.")
                                .at(Location.of(name))),
                text,
                root);
    }

    public static TeamPlace open(Wiring wiring, Path root, String team, Progress progress) {
        return open(wiring, root, team, progress, project -> Optional.empty());
    }

    /** @param named a server that the user named; without one that of the definition, if it has one */
    public static TeamPlace open(
            Wiring wiring, Path root, String team, Progress progress, Function<String, Optional<RemoteProject>> named) {
        return open(wiring, root, team, progress, named, Set.of());
    }

    /** @param takenBack accounts on the server whose roles in the project are to be taken away */
    public static TeamPlace open(
            Wiring wiring,
            Path root,
            String team,
            Progress progress,
            Function<String, Optional<RemoteProject>> named,
            Set<String> takenBack) {
        Definition definition = definition(root, team);
        Secrets secrets = reference -> reference.resolve(root, wiring.environment());
        Function<ConsoleWish, ServerConnection> connection =
                wish -> new ServerConnection(wish.url(), secrets.of(wish.token()));
        NotesFile here = new NotesFile(root, team);
        StepNotes notes = named.apply(definition.project())
                .or(() -> definition
                        .provision()
                        .console()
                        .map(wish -> new RemoteProject(connection.apply(wish), definition.project())))
                .<StepNotes>map(server -> new ServedNotes(
                        here, server.rollout(), definition.provision().manual(), wiring.clock()))
                .orElse(here);
        TeamSteps steps = new TeamSteps(
                definition,
                Products.provisioned(),
                secrets,
                notes,
                wish -> new BaselineStep(definition, wish, wiring.targets(), wiring.user(), wiring.clock()),
                wish -> new RemoteConsole(connection.apply(wish)),
                takenBack);
        return new TeamPlace(
                definition,
                notes,
                steps,
                new Provisioning(team, definition.digest(), steps.all(), notes, progress, wiring.clock()));
    }

    public Definition definition() {
        return definition;
    }

    public StepNotes notes() {
        return notes;
    }

    public TeamSteps steps() {
        return steps;
    }

    public Provisioning provisioning() {
        return provisioning;
    }

    @Override
    public void close() {
        steps.close();
    }
}
