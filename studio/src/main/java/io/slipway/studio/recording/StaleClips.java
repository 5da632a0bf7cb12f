package io.slipway.studio.recording;

import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.text.PageText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which clips of a recording show what the console no longer says. */
public final class StaleClips {
    private final Recording kept;

    public StaleClips(Recording kept) {
        this.kept = kept;
    }

    /**
     * @param scenario the same scenario as it is now
     * @param pages what its pages say now
     * @param played how playing it ended: where a step failed, the chapters after it were not looked at
     * @return in words: scenario, clip, chapter, page and the first line that differs; empty when none is stale
     */
    public List<String> of(Scenario scenario, List<Recording.Page> pages, PlayResult played) {
        List<String> stale = new ArrayList<>();
        List<String> titles = scenario.chapters().stream().map(Chapter::title).toList();
        for (Recording.Chapter chapter : kept.chapters()) {
            String clip = scenario.name() + ": " + chapter.clip() + " (" + chapter.title() + ") is stale: ";
            if (!titles.contains(chapter.title())) {
                stale.add(clip + "the scenario has no such chapter any more");
            } else if (played instanceof PlayResult.Failed failed
                    && failed.chapter().title().equals(chapter.title())) {
                stale.add(clip + "its step at " + failed.step().at() + " fails");
                return stale;
            } else {
                difference(of(kept.pages(), chapter), of(pages, chapter)).ifPresent(what -> stale.add(clip + what));
            }
        }
        titles.stream()
                .filter(title -> kept.chapters().stream()
                        .noneMatch(chapter -> chapter.title().equals(title)))
                .forEach(title -> stale.add(scenario.name() + ": there is no clip of the chapter " + title));
        return stale;
    }

    private static List<Recording.Page> of(List<Recording.Page> pages, Recording.Chapter chapter) {
        return pages.stream()
                .filter(page -> page.chapter().equals(chapter.title()))
                .toList();
    }

    private static Optional<String> difference(List<Recording.Page> before, List<Recording.Page> now) {
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            if (i >= now.size()) {
                return Optional.of("the page " + before.get(i).page() + " is no longer seen");
            }
            if (i >= before.size()) {
                return Optional.of("the page " + now.get(i).page() + " is new");
            }
            Recording.Page was = before.get(i);
            Recording.Page is = now.get(i);
            if (!was.page().equals(is.page())) {
                return Optional.of("where it shows the page " + was.page() + ", there is " + is.page());
            }
            if (!was.text().equals(is.text())) {
                return Optional.of("on the page " + was.page() + ", " + PageText.difference(was.text(), is.text()));
            }
        }
        return Optional.empty();
    }
}
