package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.studio.guide.GuideManifest;
import io.slipway.studio.guide.GuidePage;
import io.slipway.studio.guide.GuideTaker;
import io.slipway.studio.guide.Guides;
import io.slipway.studio.guide.StalePages;
import io.slipway.studio.play.Pace;
import io.slipway.studio.play.Play;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.stage.Looks;
import io.slipway.studio.stage.StudioBrowser;
import io.slipway.studio.text.OutputFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Plays scenarios and makes guides of them. */
final class GuideMaking {
    private final Wiring wiring;
    private final Path folder;
    private final boolean check;
    private final Practice practice;
    private final Consumer<Made> made;

    /** @param check whether the folder's guides are only held against the console as it is now */
    public GuideMaking(Wiring wiring, Path folder, boolean check, Consumer<Made> made) {
        this.wiring = wiring;
        this.folder = folder;
        this.check = check;
        this.made = made;
        this.practice = new Practice(wiring, Looks.GUIDE, false, folder.resolve("failures"));
    }

    /** @return the exit code */
    public int run(List<Scenario> scenarios) {
        List<GuidePage> pages = new ArrayList<>();
        List<String> stale = new ArrayList<>();
        Optional<StalePages> kept = check ? Optional.of(new StalePages(GuideManifest.read(folder))) : Optional.empty();
        if (!check) {
            OutputFolder.check(folder);
        }
        boolean passed = practice.run(
                scenarios,
                (scenario, stage, browser) -> {
                    GuideTaker taker = new GuideTaker(stage.installation().name(), wiring.clock(), stage::masked);
                    PlayResult result = new Play(stage, Pace.FAST, taker, wiring.cancellation()).run(scenario);
                    if (kept.isPresent()) {
                        stale.addAll(kept.get().of(taker.page(scenario), result));
                    } else if (result instanceof PlayResult.Passed) {
                        pages.add(taker.page(scenario));
                    }
                    return result;
                },
                (scenario, result) -> {
                    if (result instanceof PlayResult.Failed failed) {
                        made.accept(Results.played(Kind.GUIDE, scenario, result, wiring.clock()));
                        practice.tellFailure(scenario, failed);
                    }
                },
                browser -> write(pages, scenarios.size(), browser));
        stale.forEach(line -> wiring.console().out().println(line));
        if (!passed) {
            if (!check) {
                wiring.console().out().println("No guide was written: a guide never shows what does not hold.");
            }
            return ErrorCode.SCENARIO_FAILED.category().exitCode();
        }
        return stale.isEmpty() ? 0 : Category.DIFFERENT.exitCode();
    }

    private void write(List<GuidePage> pages, int wanted, StudioBrowser browser) {
        if (!check && pages.size() == wanted) {
            Guides guides = new Guides(folder);
            guides.write(pages, browser).forEach(file -> wiring.console().out().println(file));
            pages.forEach(page -> made.accept(Results.of(page, folder, guides.files(page))));
        }
    }
}
