package io.slipway.enablement.scenario;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Scenarios by name: those that come with Slipway, or those of a folder. */
public final class Scenarios {
    private final Map<String, Scenario> byName;
    /** What is wrong with a file; those beside it can be played all the same. */
    private final List<SlipwayException> wrong;

    private Scenarios(List<Scenario> scenarios, List<SlipwayException> wrong) {
        byName = new LinkedHashMap<>();
        scenarios.forEach(scenario -> byName.put(scenario.name(), scenario));
        this.wrong = List.copyOf(wrong);
    }

    /** Those that come with Slipway, in the order in which somebody learns. */
    public static Scenarios builtIn() {
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : text("index").lines().toList()) {
            scenarios.add(ScenarioFile.parse(text(name + ".yaml"), "scenarios/" + name + ".yaml"));
        }
        return new Scenarios(scenarios, List.of());
    }

    /**
     * All files that end in {@code .yaml}, by name. One that is wrong is told by whoever asks for it.
     *
     * @throws SlipwayException {@code scenario-unknown}: there is no such folder, or none in it
     */
    public static Scenarios in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw SlipwayException.of(
                    ErrorCode.SCENARIO_UNKNOWN, "There is no folder " + folder + ".", "Name one that has scenarios.");
        }
        List<Scenario> found = new ArrayList<>();
        List<SlipwayException> wrong = new ArrayList<>();
        for (Path file : files(folder)) {
            try {
                found.add(ScenarioFile.read(file));
            } catch (SlipwayException e) {
                wrong.add(e);
            }
        }
        return new Scenarios(found, wrong);
    }

    private static List<Path> files(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
            if (files.isEmpty()) {
                throw SlipwayException.of(
                        ErrorCode.SCENARIO_UNKNOWN,
                        "There is no scenario in " + folder + ".",
                        "A scenario is a file whose name ends in .yaml; name the folder that has them.");
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @throws SlipwayException {@code scenario-invalid}: one of them is */
    public List<Scenario> all() {
        tellWrong();
        return List.copyOf(byName.values());
    }

    private void tellWrong() {
        if (!wrong.isEmpty()) {
            throw wrong.get(0);
        }
    }

    /**
     * @param names none for all
     * @throws SlipwayException {@code scenario-unknown}, {@code scenario-invalid}: one that is asked for is, or may be
     */
    public List<Scenario> named(List<String> names) {
        return names.isEmpty() ? all() : names.stream().map(this::named).toList();
    }

    private Scenario named(String name) {
        Scenario scenario = byName.get(name);
        if (scenario == null) {
            // it may be the one whose file cannot be read
            tellWrong();
            throw SlipwayException.of(
                    ErrorCode.SCENARIO_UNKNOWN,
                    "There is no scenario '" + name + "'.",
                    "There are " + String.join(", ", byName.keySet()) + ".");
        }
        return scenario;
    }

    private static String text(String name) {
        String path = "/io/slipway/enablement/scenarios/" + name;
        try (InputStream stream = Objects.requireNonNull(Scenarios.class.getResourceAsStream(path), path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
