package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.error.ErrorCode;
import io.slipway.studio.demo.DemoScript;
import io.slipway.studio.demo.PresenterPace;
import io.slipway.studio.play.Play;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.play.Watcher;
import io.slipway.studio.stage.Looks;
import io.slipway.studio.stage.Masks;
import io.slipway.studio.text.OutputFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** Presenters' scripts of scenarios, and playing them live. */
final class DemoPlaying {
    private final Wiring wiring;

    public DemoPlaying(Wiring wiring) {
        this.wiring = wiring;
    }

    /** Writes a presenter's script for each. */
    public int scripts(List<Scenario> scenarios, Path folder) {
        try {
            Files.createDirectories(folder);
            for (Scenario scenario : scenarios) {
                Path file = folder.resolve(scenario.name() + ".html");
                Files.writeString(
                        file,
                        DemoScript.page(Practice.told(scenario), Masks.of(Practice.secrets(scenario))::masked),
                        StandardCharsets.UTF_8);
                wiring.console().out().println(file);
            }
            return 0;
        } catch (IOException e) {
            throw OutputFolder.unwritable(folder, e);
        }
    }

    /**
     * Plays them before an audience.
     *
     * @param visible whether the browser opens a window
     * @param made is told which were gone through
     */
    public int live(List<Scenario> scenarios, boolean visible, Path pictures, Consumer<Made> made) {
        Practice practice = new Practice(wiring, Looks.FILM, visible, pictures);
        EnterKey enter = new EnterKey(System.in);
        PresenterPace pace = new PresenterPace((spoken, text) -> prompt(enter, spoken, text));
        boolean passed = practice.run(
                scenarios,
                (scenario, stage, browser) ->
                        new Play(stage, pace, new Headings(), wiring.cancellation()).run(scenario),
                (scenario, result) -> {
                    made.accept(Results.played(Kind.DEMO, scenario, result, wiring.clock()));
                    if (result instanceof PlayResult.Failed failed) {
                        practice.tellFailure(scenario, failed);
                    }
                },
                browser -> {});
        return passed ? 0 : ErrorCode.SCENARIO_FAILED.category().exitCode();
    }

    private void prompt(EnterKey enter, boolean spoken, String text) {
        wiring.console().out().print((spoken ? "SAY  " : "DO   ") + text + "  [Enter] ");
        wiring.console().flush();
        enter.await(wiring.cancellation());
        wiring.console().out().println();
    }

    private final class Headings implements Watcher {
        @Override
        public void begins(Scenario scenario) {
            wiring.console().out().println("\n== " + scenario.title());
        }

        @Override
        public void begins(Chapter chapter, String person) {
            wiring.console().out().println("\n-- " + chapter.title() + " (as " + person + ")");
        }
    }
}
