package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.TerminalProgress;
import io.slipway.enablement.program.Programs;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.studio.play.Days;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.stage.Looks;
import io.slipway.studio.stage.Masks;
import io.slipway.studio.stage.Stage;
import io.slipway.studio.stage.StudioBrowser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays scenarios one after the other, each on a throw-away installation of its own. */
final class Practice {
    private final Wiring wiring;
    private final Looks looks;
    private final boolean visible;
    private final Path pictures;

    /**
     * @param visible whether the browser opens a window
     * @param pictures folder for pictures of steps that failed; made when it is needed
     */
    Practice(Wiring wiring, Looks looks, boolean visible, Path pictures) {
        this.wiring = apart(wiring);
        this.looks = looks;
        this.visible = visible;
        this.pictures = pictures;
    }

    /** What a command is told of a server and a team is not what the installation is told, where it would act there. */
    private static Wiring apart(Wiring wiring) {
        Map<String, String> kept = new HashMap<>(wiring.environment());
        kept.keySet().removeIf(name -> name.startsWith("SLIPWAY_") && !Programs.isVariable(name));
        return new Wiring(kept, wiring.clock(), wiring.cancellation(), wiring.console(), wiring.products());
    }

    /** What is done with one scenario. */
    interface Part {
        PlayResult play(Scenario scenario, Stage stage, StudioBrowser browser);
    }

    /** What is done when all are played. */
    interface End {
        void all(StudioBrowser browser);
    }

    /** @return whether every step came out */
    boolean run(List<Scenario> scenarios, Part part, Watching watching, End end) {
        scenarios.forEach(scenario -> PracticeShop.check(scenario.start()));
        boolean passed = true;
        List<String> done = new ArrayList<>();
        TerminalProgress progress = new TerminalProgress(wiring.console());
        try (StudioBrowser browser = StudioBrowser.start(wiring.environment(), visible);
                PracticeGround ground = PracticeGround.open(wiring)) {
            for (Scenario scenario : scenarios.stream().map(Practice::told).toList()) {
                wiring.cancellation().check();
                progress.note("Playing " + scenario.name() + " …");
                PlayResult result;
                try (PracticeInstallation installation = ground.install(scenario.start());
                        Stage stage =
                                new Stage(installation, secrets(scenario), browser, looks, wiring.environment())) {
                    result = part.play(scenario, stage, browser);
                }
                passed &= result instanceof PlayResult.Passed;
                watching.played(scenario, result);
                done.add(scenario.name());
            }
            end.all(browser);
            return passed;
        } catch (RuntimeException e) {
            throw Stopped.told(e, wiring.cancellation(), done, scenarios.size(), "scenarios");
        }
    }

    /** What is typed today that nobody may read. */
    static List<String> secrets(Scenario scenario) {
        return scenario.secrets().stream().map(Days::today).toList();
    }

    /** As it is told: its titles and its summary, too, hold nothing that nobody may read. */
    static Scenario told(Scenario scenario) {
        return scenario.told(Masks.of(secrets(scenario))::masked);
    }

    /** Whoever is told how each ended. */
    interface Watching {
        void played(Scenario scenario, PlayResult result);
    }

    /** Where a failed step is described, on the terminal. */
    void tellFailure(Scenario scenario, PlayResult.Failed failed) {
        var out = wiring.console().out();
        out.println("FAILED " + scenario.name());
        out.println("  " + failed.step().at() + ": " + failed.step().verb() + " "
                + failed.step().shown().replaceAll("\\s+", " "));
        failed.why().lines().forEach(line -> out.println("  " + line));
        picture(scenario, failed).ifPresent(file -> out.println("  The screen then: " + file));
        wiring.console().flush();
    }

    Optional<Path> picture(Scenario scenario, PlayResult.Failed failed) {
        if (failed.picture().isEmpty()) {
            return Optional.empty();
        }
        Path file = pictures.resolve(scenario.name() + ".png");
        try {
            Files.createDirectories(pictures);
            failed.picture().get().write(file);
            return Optional.of(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
