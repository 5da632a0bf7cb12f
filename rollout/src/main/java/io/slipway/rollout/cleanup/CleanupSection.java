package io.slipway.rollout.cleanup;

import io.slipway.release.yaml.YamlSection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the sections {@code cleanup} and {@code reference} of a rollout file. */
public final class CleanupSection {
    private CleanupSection() {}

    /**
     * @param file the whole rollout file
     * @param environment whether the project has one of that name
     */
    public static CleanupRules read(YamlSection file, Predicate<String> environment) {
        return new CleanupRules(
                file.section("cleanup")
                        .map(section -> production(section.only(Set.of("production")), environment))
                        .orElse(List.of()),
                file.section("reference").map(section -> source(section.only(Set.of("from")), environment)));
    }

    private static List<String> production(YamlSection cleanup, Predicate<String> environment) {
        List<String> production = cleanup.list("production");
        for (int i = 0; i < production.size(); i++) {
            if (!environment.test(production.get(i))) {
                throw cleanup.invalidEntry(
                        "production", i, "the project has no environment '" + production.get(i) + "'");
            }
        }
        if (production.isEmpty()) {
            String why = "'production' is empty: name the environments that no clean-up may ever touch";
            throw cleanup.has("production") ? cleanup.invalid("production", why) : cleanup.invalid(why);
        }
        return production;
    }

    private static String source(YamlSection reference, Predicate<String> environment) {
        String name = reference.text("from");
        if (!environment.test(name)) {
            throw reference.invalid("from", "the project has no environment '" + name + "'");
        }
        return name;
    }
}
