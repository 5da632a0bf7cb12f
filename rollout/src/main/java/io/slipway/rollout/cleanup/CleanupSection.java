package io.slipway.rollout.cleanup;

import io.slipway.release.yaml.YamlSection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Reads the section {@code cleanup} of a rollout file. */
public final class CleanupSection {
    private CleanupSection() {}

    /**
     * @param file the whole rollout file
     * @param environment whether the project has one of that name
     */
    public static CleanupRules read(YamlSection file, Predicate<String> environment) {
        Optional<YamlSection> section = file.section("cleanup");
        if (section.isEmpty()) {
            return CleanupRules.STANDARD;
        }
        YamlSection cleanup = section.get().only(Set.of("production", "reference"));
        if (!cleanup.has("production") && !cleanup.has("reference")) {
            throw cleanup.invalid("'cleanup' names neither 'production' nor 'reference'");
        }
        List<String> production = cleanup.list("production");
        for (int i = 0; i < production.size(); i++) {
            if (!environment.test(production.get(i))) {
                throw cleanup.invalidEntry(
                        "production", i, "the project has no environment '" + production.get(i) + "'");
            }
        }
        if (cleanup.has("production") && production.isEmpty()) {
            throw cleanup.invalid(
                    "production", "'production' is empty: name the environments that no clean-up may ever touch");
        }
        Optional<String> reference = cleanup.optionalText("reference");
        reference.filter(name -> !environment.test(name)).ifPresent(name -> {
            throw cleanup.invalid("reference", "the project has no environment '" + name + "'");
        });
        return new CleanupRules(production, reference);
    }
}
