package io.slipway.studio.play;

import io.slipway.enablement.scenario.Chapter;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Step;
import io.slipway.studio.stage.Screen;
import java.util.List;

/** Several who watch together; each is told all, in their order. */
public record Watchers(List<Watcher> all) implements Watcher {
    @Override
    public void begins(Scenario scenario) {
        all.forEach(each -> each.begins(scenario));
    }

    @Override
    public void begins(Chapter chapter, String person) {
        all.forEach(each -> each.begins(chapter, person));
    }

    @Override
    public void begins(Step step, Screen screen) {
        all.forEach(each -> each.begins(step, screen));
    }

    @Override
    public void again(Step step, String why) {
        all.forEach(each -> each.again(step, why));
    }

    @Override
    public void done(Step step, Deed deed, Screen screen) {
        all.forEach(each -> each.done(step, deed, screen));
    }
}
