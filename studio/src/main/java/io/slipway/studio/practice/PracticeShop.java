package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.cli.commands.RootCommand;
import io.slipway.cli.output.Console;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.cli.remote.ServerConnection;
import io.slipway.enablement.scenario.Actor;
import io.slipway.enablement.scenario.Start;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.samples.ShopHistory;
import io.slipway.samples.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Brings the sample shop of a throw-away installation to where a scenario starts, as its people would. */
final class PracticeShop {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> ENDED = List.of("completed", "nothing-to-do");

    private final PracticeInstallation installation;
    private final Wiring wiring;
    private final ShopHistory history;

    PracticeShop(PracticeInstallation installation, Wiring wiring) {
        this.installation = installation;
        this.wiring = wiring;
        this.history = ShopHistory.create(installation.project());
    }

    /** What is read of a deployment. */
    private record Asked(long number, String state, String binding) {}

    private record Wish(String artifact, String environment, Optional<String> reason) {}

    private record Decision(boolean approve, String reason, String binding) {}

    void begin(String definition) throws IOException {
        Path shop = installation.project();
        Files.writeString(shop.resolve("slipway.yaml"), definition, StandardCharsets.UTF_8);
        Files.createDirectories(shop.resolve("sql/ddl"));
    }

    void advance(Start start) {
        for (Start.Stage stage : start.stages()) {
            Step wanted = step(stage.sprint());
            while (history.next().filter(next -> next.compareTo(wanted) <= 0).isPresent()) {
                history.advance(history.next().orElseThrow());
            }
            if (!stage.on().isEmpty()) {
                handIn();
                stage.on().forEach(this::deploy);
            }
        }
    }

    /**
     * Before anything is started.
     *
     * @throws SlipwayException {@code scenario-invalid} a sprint or an environment that the shop does not have
     */
    static void check(Start start) {
        for (Start.Stage stage : start.stages()) {
            try {
                step(stage.sprint());
            } catch (SlipwayException e) {
                throw e.at(stage.at());
            }
            stage.on().stream()
                    .filter(environment -> !PracticeInstallation.ENVIRONMENTS.contains(environment))
                    .findFirst()
                    .ifPresent(environment -> {
                        throw SlipwayException.of(
                                        ErrorCode.SCENARIO_INVALID,
                                        "The sample shop has no environment '" + environment + "'.",
                                        "It has " + String.join(", ", PracticeInstallation.ENVIRONMENTS) + ".")
                                .at(stage.at());
                    });
        }
    }

    private static Step step(String sprint) {
        return Arrays.stream(Step.values())
                .filter(step -> step.name()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace('_', '-')
                        .equals(sprint))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.SCENARIO_INVALID,
                        "The sample shop has no '" + sprint + "'.",
                        "It has "
                                + Arrays.stream(Step.values())
                                        .map(step -> step.name()
                                                .toLowerCase(java.util.Locale.ROOT)
                                                .replace('_', '-'))
                                        .collect(Collectors.joining(", "))
                                + "."));
    }

    private void handIn() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream kept = new PrintStream(said, true, StandardCharsets.UTF_8);
        int exit = RootCommand.commandLine(wiring.with(new Console(kept, kept, false)))
                .execute("package", "-C", installation.project().toString());
        wiring.cancellation().check();
        if (exit != 0) {
            throw new IllegalStateException(
                    "The sample shop is not packaged: " + said.toString(StandardCharsets.UTF_8));
        }
        project(Actor.DEVELOPER).handIn(newest());
    }

    private Path newest() {
        try (var files = Files.list(installation.project().resolve("artifacts"))) {
            return files.filter(file -> file.toString().endsWith(".zip"))
                    .max(java.util.Comparator.comparing(file -> file.toFile().lastModified()))
                    .orElseThrow();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void deploy(String environment) {
        boolean isProtected = environment.equals("prod");
        ServerConnection lead = connection(Actor.TEAM_LEAD);
        String path = "/api/projects/" + PracticeInstallation.PROJECT + "/deployments";
        Asked asked = lead.post(
                path,
                new Wish(
                        "latest",
                        environment,
                        isProtected ? Optional.of("CHG-1000: the sprint before") : Optional.empty()),
                Asked.class);
        if (asked.state().equals("waiting-for-approval")) {
            connection(Actor.RELEASE_MANAGER)
                    .post(
                            path + "/" + asked.number() + "/decisions",
                            new Decision(true, "Looked at the forecast", asked.binding()),
                            Asked.class);
        }
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!ENDED.contains(asked.state())) {
            if (System.nanoTime() > end
                    || asked.state().equals("failed")
                    || asked.state().equals("partial")) {
                throw new IllegalStateException(
                        "The sample shop's deployment to " + environment + " is " + asked.state());
            }
            wiring.cancellation().check();
            sleep();
            asked = lead.get(path + "/" + asked.number(), Asked.class);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                    .causedBy(e);
        }
    }

    private RemoteProject project(Actor actor) {
        return new RemoteProject(connection(actor), PracticeInstallation.PROJECT);
    }

    private ServerConnection connection(Actor actor) {
        return new ServerConnection(installation.console().toString(), installation.token(actor));
    }
}
