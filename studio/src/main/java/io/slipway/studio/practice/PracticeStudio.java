package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.cli.scenario.Studio;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.scenario.Scenario;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The studio that plays on throw-away installations. */
public final class PracticeStudio implements Studio {
    @Override
    public int check(Wiring wiring, List<Scenario> scenarios, boolean json, Path pictures, Consumer<Made> made) {
        return new Checking(wiring, json, pictures, made).run(scenarios);
    }

    @Override
    public int guide(Wiring wiring, List<Scenario> scenarios, Path folder, boolean check, Consumer<Made> made) {
        return new GuideMaking(wiring, folder, check, made).run(scenarios);
    }

    @Override
    public int demoScripts(Wiring wiring, List<Scenario> scenarios, Path folder) {
        return new DemoPlaying(wiring).scripts(scenarios, folder);
    }

    @Override
    public int demo(Wiring wiring, List<Scenario> scenarios, boolean visible, Path pictures, Consumer<Made> made) {
        return new DemoPlaying(wiring).live(scenarios, visible, pictures, made);
    }

    @Override
    public int record(Wiring wiring, List<Scenario> scenarios, Path folder, boolean spoken, Consumer<Made> made) {
        return new Recordings(wiring, folder).film(scenarios, spoken, made);
    }

    @Override
    public int recordCheck(Wiring wiring, List<Scenario> scenarios, Path folder) {
        return new Recordings(wiring, folder).check(scenarios);
    }

    @Override
    public int clips(Wiring wiring, List<String> names, Path recordings, Consumer<Made> made) {
        return new Recordings(wiring, recordings).clips(names, made);
    }

    @Override
    public int footage(Wiring wiring, Path file, Path folder, Footage then) {
        return new FootageTaking(wiring, folder).run(file, then);
    }
}
