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

    private Scenarios(List<Scenario> scenarios) {
        byName = new LinkedHashMap<>();
        scenarios.forEach(scenario -> byName.put(scenario.name(), scenario));
    }

    /** Those that come with Slipway, in the order in which somebody learns. */
    public static Scenarios builtIn() {
        List<Scenario> scenarios = new ArrayList<>();
        for (String name : text("index").lines().toList()) {
            scenarios.add(ScenarioFile.parse(text(name + ".yaml"), "scenarios/" + name + ".yaml"));
        }
        return new Scenarios(scenarios);
    }

    /**
     * All files that end in {@code .yaml}, by name.
     *
     * @throws SlipwayException {@code scenario-invalid}, {@code scenario-unknown}: there is no such folder, or none in it
     */
    public static Scenarios in(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw SlipwayException.of(
                    ErrorCode.SCENARIO_UNKNOWN, "There is no folder " + folder + ".", "Name one that has scenarios.");
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Scenario> found = files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(ScenarioFile::read)
                    .toList();
            if (found.isEmpty()) {
                throw SlipwayException.of(
                        ErrorCode.SCENARIO_UNKNOWN,
                        "There is no scenario in " + folder + ".",
                        "A scenario is a file whose name ends in .yaml; name the folder that has them.");
            }
            return new Scenarios(found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Scenario> all() {
        return List.copyOf(byName.values());
    }

    /**
     * @param names none for all
     * @throws SlipwayException {@code scenario-unknown}
     */
    public List<Scenario> named(List<String> names) {
        return names.isEmpty() ? all() : names.stream().map(this::named).toList();
    }

    private Scenario named(String name) {
        Scenario scenario = byName.get(name);
        if (scenario == null) {
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
