package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.error.ErrorCode;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.recording.Filming;
import io.slipway.studio.recording.Recording;
import io.slipway.studio.stage.Looks;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Plays scenarios and films them. */
final class Recordings {
    private final Wiring wiring;
    private final Path folder;
    private final boolean spoken;
    private final Practice practice;

    public Recordings(Wiring wiring, Path folder, boolean spoken) {
        this.wiring = wiring;
        this.folder = folder;
        this.spoken = spoken;
        this.practice = new Practice(wiring, Looks.FILM, false, folder.resolve("failures"));
    }

    /** @return the exit code */
    public int run(List<Scenario> scenarios) {
        Filming filming = new Filming(folder, wiring.environment(), spoken, wiring.clock(), wiring.cancellation());
        boolean passed = practice.run(
                scenarios,
                (scenario, stage, browser) -> {
                    Filming.Result result = filming.run(scenario, stage);
                    result.recording().ifPresent(this::tell);
                    return result.played();
                },
                (scenario, result) -> {
                    if (result instanceof PlayResult.Failed failed) {
                        practice.tellFailure(scenario, failed);
                    }
                },
                browser -> {});
        return passed ? 0 : ErrorCode.SCENARIO_FAILED.category().exitCode();
    }

    private void tell(Recording recording) {
        double leftOut = recording.leftOut().stream()
                .mapToDouble(Recording.LeftOut::seconds)
                .sum();
        wiring.console()
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "%s (%.0f s, %d clips; %.1f s of waiting left out)",
                        folder.resolve(recording.scenario()).resolve("watch.html"),
                        recording.seconds(),
                        recording.chapters().size(),
                        leftOut));
        wiring.console().flush();
    }
}
