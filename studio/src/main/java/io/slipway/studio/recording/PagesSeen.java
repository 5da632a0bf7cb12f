package io.slipway.studio.recording;

import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Step;
import io.slipway.studio.play.Deed;
import io.slipway.studio.play.Watcher;
import io.slipway.studio.stage.Screen;
import io.slipway.studio.stage.Stage;
import io.slipway.studio.text.PageText;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Writes down what the pages of a scenario say while it is played, so that it can be told later which clips are stale. */
public final class PagesSeen implements Watcher {
    private final Stage stage;
    private final List<Recording.Page> pages = new ArrayList<>();
    private String chapter = "";

    public PagesSeen(Stage stage) {
        this.stage = stage;
    }

    /** In their order; the same page as often as something else was seen on it. */
    public List<Recording.Page> pages() {
        return List.copyOf(pages);
    }

    @Override
    public void begins(Chapter begun, String person) {
        chapter = begun.title();
    }

    /** A page is looked at before something on it is used: what a click came to may still be changing. */
    @Override
    public void begins(Step step, Screen screen) {
        if (step instanceof Step.Click || step instanceof Step.Fill) {
            see(screen);
        }
    }

    @Override
    public void done(Step step, Deed deed, Screen screen) {
        if (step instanceof Step.Open || step instanceof Step.Show || step instanceof Step.Wait) {
            see(screen);
        }
    }

    private void see(Screen screen) {
        URI address = URI.create(screen.page().url());
        String place = address.getPath() == null ? "the terminal" : address.getPath();
        Recording.Page page = new Recording.Page(chapter, place, PageText.normal(stage.masked(screen.text())));
        if (pages.isEmpty() || !pages.get(pages.size() - 1).equals(page)) {
            pages.add(page);
        }
    }
}
