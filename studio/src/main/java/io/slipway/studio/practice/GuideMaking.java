package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.studio.guide.GuidePage;
import io.slipway.studio.guide.GuideTaker;
import io.slipway.studio.guide.Guides;
import io.slipway.studio.play.Pace;
import io.slipway.studio.play.Play;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.stage.Looks;
import io.slipway.studio.stage.StudioBrowser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Plays scenarios and makes guides of them. */
final class GuideMaking {
    private final Wiring wiring;
    private final Path folder;
    private final boolean check;
    private final Practice practice;

    /** @param check whether the folder's guides are only held against the console as it is now */
    public GuideMaking(Wiring wiring, Path folder, boolean check) {
        this.wiring = wiring;
        this.folder = folder;
        this.check = check;
        this.practice = new Practice(wiring, Looks.GUIDE, false, folder.resolve("failures"));
    }

    /** @return the exit code */
    public int run(List<Scenario> scenarios) {
        List<GuidePage> pages = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        boolean passed = practice.run(
                scenarios,
                (scenario, stage, browser) -> {
                    GuideTaker taker = new GuideTaker(stage.installation().name(), wiring.clock());
                    PlayResult result = new Play(stage, Pace.FAST, taker, wiring.cancellation()).run(scenario);
                    if (result instanceof PlayResult.Passed) {
                        pages.add(taker.page(scenario));
                    }
                    return result;
                },
                (scenario, result) -> {
                    if (result instanceof PlayResult.Failed failed) {
                        practice.tellFailure(scenario, failed);
                    }
                },
                browser -> end(pages, pages.size() == scenarios.size(), stale, browser));
        if (!passed) {
            wiring.console().out().println("No guide was written: a guide never shows what does not hold.");
            return ErrorCode.SCENARIO_FAILED.category().exitCode();
        }
        stale.forEach(line -> wiring.console().out().println(line));
        return stale.isEmpty() ? 0 : Category.DIFFERENT.exitCode();
    }

    private void end(List<GuidePage> pages, boolean whole, List<String> stale, StudioBrowser browser) {
        if (!whole) {
            return;
        }
        Guides guides = new Guides(folder);
        if (check) {
            stale.addAll(guides.stale(pages));
        } else {
            guides.write(pages, browser).forEach(file -> wiring.console().out().println(file));
        }
    }
}
