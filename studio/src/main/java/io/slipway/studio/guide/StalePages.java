package io.slipway.studio.guide;

import io.slipway.studio.play.PlayResult;
import io.slipway.studio.text.PageText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which pages of guides show what the console no longer says. */
public final class StalePages {
    private final GuideManifest kept;

    public StalePages(GuideManifest kept) {
        this.kept = kept;
    }

    /**
     * @param now the same scenario, played now
     * @param played how playing it ended: where a step failed, what comes after it was not looked at
     * @return in words: scenario, step, file, and the first line that differs; empty when nothing is stale
     */
    public List<String> of(GuidePage now, PlayResult played) {
        String scenario = now.scenario().name();
        String guide = now.scenario().audience().text() + ".html";
        Map<String, Block.Picture> taken = new LinkedHashMap<>();
        now.pictures().forEach(picture -> taken.put(picture.name(), picture));
        List<String> stale = new ArrayList<>();
        for (GuideManifest.Shown shown : kept.pictures()) {
            if (!shown.scenario().equals(scenario)) {
                continue;
            }
            String file = "pictures/" + shown.picture() + ".png in " + guide;
            Block.Picture picture = taken.remove(shown.picture());
            if (picture != null) {
                String text = PageText.normal(picture.text());
                if (!text.equals(shown.text())) {
                    stale.add(scenario + ", step at " + picture.at() + ": " + file + " is stale: "
                            + PageText.difference(shown.text(), text));
                }
            } else if (played instanceof PlayResult.Passed) {
                stale.add(scenario + ": " + file + " is stale: no step takes it any more");
            }
        }
        taken.values()
                .forEach(picture -> stale.add(scenario + ", step at " + picture.at() + ": " + guide
                        + " is stale: it lacks pictures/" + picture.name() + ".png"));
        if (played instanceof PlayResult.Failed failed) {
            stale.add(scenario + ", step at " + failed.step().at() + ": " + guide + " ("
                    + failed.chapter().title() + ") is stale: the step fails, and what follows it was not looked at");
        }
        return stale;
    }
}
