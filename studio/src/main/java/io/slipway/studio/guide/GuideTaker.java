package io.slipway.studio.guide;

import com.microsoft.playwright.Page;
import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Step;
import io.slipway.studio.play.Deed;
import io.slipway.studio.play.Watcher;
import io.slipway.studio.stage.Png;
import io.slipway.studio.stage.Screen;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Watches a scenario being played, and writes down what a reader has to do and what they see. */
public final class GuideTaker implements Watcher {
    /** Space below a page's end that no picture needs. */
    private static final double MARGIN = 24;

    private final String installation;
    private final Clock clock;
    private final UnaryOperator<String> told;
    private final List<GuidePage.Section> sections = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();
    private final List<String> doing = new ArrayList<>();
    private String scenario = "";
    private Optional<Chapter> chapter = Optional.empty();
    private String person = "";

    /** @param told what a text of the scenario is when nobody may read what it types as secret */
    public GuideTaker(String installation, Clock clock, UnaryOperator<String> told) {
        this.installation = installation;
        this.clock = clock;
        this.told = told;
    }

    /** What came of it; to be asked once all is played. */
    public GuidePage page(Scenario played) {
        endChapter();
        return new GuidePage(
                played,
                installation,
                Instant.now(clock).truncatedTo(java.time.temporal.ChronoUnit.SECONDS),
                List.copyOf(sections));
    }

    @Override
    public void begins(Scenario begun) {
        scenario = begun.name();
    }

    @Override
    public void begins(Chapter begun, String by) {
        endChapter();
        chapter = Optional.of(begun);
        person = by;
    }

    private void endChapter() {
        endDoing();
        chapter.ifPresent(ended -> sections.add(new GuidePage.Section(ended.title(), person, List.copyOf(blocks))));
        chapter = Optional.empty();
        blocks.clear();
    }

    /** Steps on pages that follow each other make one list. */
    private void endDoing() {
        if (!doing.isEmpty()) {
            blocks.add(new Block.Did(List.copyOf(doing)));
            doing.clear();
        }
    }

    @Override
    public void done(Step step, Deed deed, Screen screen) {
        if (step instanceof Step.Open || step instanceof Step.Click || step instanceof Step.Fill) {
            doing.add(told.apply(Instruction.of(step, deed)));
            return;
        }
        if (step instanceof Step.Wait || step instanceof Step.Check) {
            return; // the reader sees it for themselves
        }
        endDoing();
        if (step instanceof Step.Say say) {
            blocks.add(new Block.Said(told.apply(say.text())));
        } else if (step instanceof Step.Write write) {
            blocks.add(new Block.Wrote(write.file(), told.apply(write.text())));
        } else if (step instanceof Step.Run run && deed instanceof Deed.Ran ran) {
            blocks.add(new Block.Ran(told.apply(run.command()), ran.exit(), ran.output()));
        } else if (step instanceof Step.Show show && deed instanceof Deed.Shown shown) {
            blocks.add(picture(show, shown, screen.page()));
        }
    }

    private Block.Picture picture(Step.Show show, Deed.Shown shown, Page page) {
        double width = page.viewportSize().width;
        double height = Math.min(
                page.viewportSize().height,
                ((Number) page.evaluate("document.body.getBoundingClientRect().bottom")).doubleValue() + MARGIN);
        Png png = new Png(page.screenshot(new Page.ScreenshotOptions().setClip(0, 0, width, Math.max(height, MARGIN))));
        return new Block.Picture(
                show.at(),
                scenario + "-" + show.name(),
                png,
                width,
                height,
                shown.focus(),
                show.caption().map(told),
                page.innerText("body"));
    }
}
