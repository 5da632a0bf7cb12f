package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.cli.scenario.Studio;
import io.slipway.enablement.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;

/** The studio that plays on throw-away installations. */
public final class PracticeStudio implements Studio {
    @Override
    public int check(Wiring wiring, List<Scenario> scenarios, boolean json, Path pictures) {
        return new Checking(wiring, json, pictures).run(scenarios);
    }

    @Override
    public int guide(Wiring wiring, List<Scenario> scenarios, Path folder, boolean check) {
        return new GuideMaking(wiring, folder, check).run(scenarios);
    }

    @Override
    public int demoScripts(Wiring wiring, List<Scenario> scenarios, Path folder) {
        return new DemoPlaying(wiring).scripts(scenarios, folder);
    }

    @Override
    public int demo(Wiring wiring, List<Scenario> scenarios, boolean visible, Path pictures) {
        return new DemoPlaying(wiring).live(scenarios, visible, pictures);
    }

    @Override
    public int record(Wiring wiring, List<Scenario> scenarios, Path folder, boolean spoken) {
        return new Recordings(wiring, folder).film(scenarios, spoken);
    }

    @Override
    public int recordCheck(Wiring wiring, List<Scenario> scenarios, Path folder) {
        return new Recordings(wiring, folder).check(scenarios);
    }

    @Override
    public int clips(Wiring wiring, List<String> names, Path recordings) {
        return new Recordings(wiring, recordings).clips(names);
    }

    @Override
    public int footage(Wiring wiring, Path file, Path folder, Footage then) {
        return new FootageTaking(wiring, folder).run(file, then);
    }
}
