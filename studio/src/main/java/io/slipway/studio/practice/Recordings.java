package io.slipway.studio.practice;

import io.slipway.cli.Wiring;
import io.slipway.enablement.made.Kind;
import io.slipway.enablement.made.Made;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.release.error.Category;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.studio.play.Pace;
import io.slipway.studio.play.Play;
import io.slipway.studio.play.PlayResult;
import io.slipway.studio.recording.ClipCutting;
import io.slipway.studio.recording.Filming;
import io.slipway.studio.recording.PagesSeen;
import io.slipway.studio.recording.Recording;
import io.slipway.studio.recording.RecordingFolder;
import io.slipway.studio.recording.StaleClips;
import io.slipway.studio.stage.Looks;
import io.slipway.studio.text.OutputFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The recordings of a folder, each in a folder of its own: films them, holds them against the console, cuts their clips. */
final class Recordings {
    private final Wiring wiring;
    private final Path folder;
    private final Practice practice;

    public Recordings(Wiring wiring, Path folder) {
        this.wiring = wiring;
        this.folder = folder;
        this.practice = new Practice(wiring, Looks.FILM, false, folder.resolve("failures"));
    }

    /**
     * Plays scenarios and films them.
     *
     * @param spoken whether what is said is spoken
     * @return the exit code
     */
    public int film(List<Scenario> scenarios, boolean spoken, Consumer<Made> made) {
        OutputFolder.check(folder);
        Filming filming = new Filming(folder, wiring.environment(), spoken, wiring.clock(), wiring.cancellation());
        filming.requirePrograms();
        boolean passed = practice.run(
                scenarios,
                (scenario, stage, browser) -> {
                    Filming.Result result = filming.run(scenario, stage);
                    result.recording().ifPresent(recording -> {
                        tell(scenario.name(), recording);
                        Results.of(recording, folder.resolve(scenario.name())).ifPresent(made);
                    });
                    return result.played();
                },
                (scenario, result) -> {
                    failure(scenario, result);
                    if (result instanceof PlayResult.Failed) {
                        made.accept(Results.played(Kind.CLIPS, scenario, result, wiring.clock()));
                    }
                },
                browser -> {});
        return passed ? 0 : ErrorCode.SCENARIO_FAILED.category().exitCode();
    }

    /**
     * Plays scenarios without filming them, and names the clips that show what the console no longer says.
     *
     * @return the exit code
     */
    public int check(List<Scenario> scenarios) {
        Map<String, Recording> kept = new HashMap<>();
        scenarios.forEach(each -> kept.put(each.name(), of(each.name()).read()));
        List<String> stale = new ArrayList<>();
        boolean passed = practice.run(
                scenarios,
                (scenario, stage, browser) -> {
                    PagesSeen seen = new PagesSeen(stage);
                    PlayResult result = new Play(stage, Pace.FAST, seen, wiring.cancellation()).run(scenario);
                    Recording recording = Objects.requireNonNull(kept.get(scenario.name()));
                    stale.addAll(new StaleClips(recording).of(scenario, seen.pages(), result));
                    return result;
                },
                this::failure,
                browser -> {});
        stale.forEach(line -> wiring.console().out().println(line));
        if (!passed) {
            return ErrorCode.SCENARIO_FAILED.category().exitCode();
        }
        return stale.isEmpty() ? 0 : Category.DIFFERENT.exitCode();
    }

    /**
     * Cuts clips again.
     *
     * @param names none for all
     * @return the exit code
     */
    public int clips(List<String> names, Consumer<Made> made) {
        ClipCutting cutting = new ClipCutting(wiring.environment(), wiring.cancellation());
        List<String> wanted = names.isEmpty() ? all() : names;
        List<String> done = new ArrayList<>();
        try {
            for (String name : wanted) {
                Recording recording = cutting.run(folder.resolve(name));
                tell(name, recording);
                Results.of(recording, folder.resolve(name)).ifPresent(made);
                done.add(name);
            }
            return 0;
        } catch (RuntimeException e) {
            throw Stopped.told(e, wiring.cancellation(), done, wanted.size(), "recordings");
        }
    }

    private List<String> all() {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> folders = Files.list(folder)) {
                List<String> found = folders.filter(RecordingFolder::is)
                        .map(each -> each.getFileName().toString())
                        .sorted()
                        .toList();
                if (!found.isEmpty()) {
                    return found;
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw SlipwayException.of(
                ErrorCode.SCENARIO_UNKNOWN,
                "There are no recordings in " + folder + ".",
                "Make them with 'slipway scenario record --all --to " + folder + "'.");
    }

    private RecordingFolder of(String name) {
        return new RecordingFolder(folder.resolve(name));
    }

    private void failure(Scenario scenario, PlayResult result) {
        if (result instanceof PlayResult.Failed failed) {
            practice.tellFailure(scenario, failed);
        }
    }

    private void tell(String name, Recording recording) {
        double leftOut = recording.leftOut().stream()
                .mapToDouble(Recording.LeftOut::seconds)
                .sum();
        wiring.console()
                .out()
                .println(String.format(
                        Locale.ROOT,
                        "%s (%.0f s, %d clips; %.1f s left out)",
                        of(name).page(),
                        recording.seconds(),
                        recording.chapters().size(),
                        leftOut));
        wiring.console().flush();
    }
}
