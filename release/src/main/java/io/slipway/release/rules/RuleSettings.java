package io.slipway.release.rules;

import io.slipway.release.yaml.YamlSection;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a project says about rules: {@code rules:} in {@code slipway.yaml}.
 *
 * @param chosen rule → environment, or {@link #ALL}, → how much it matters there
 */
public record RuleSettings(Map<String, Map<String, Severity>> chosen) {
    /** Stands for all environments that are not named. */
    public static final String ALL = "all";

    public static final RuleSettings USUAL = new RuleSettings(Map.of());

    /**
     * @param environments that the project has
     * @throws io.slipway.release.error.SlipwayException as the section complains
     */
    public static RuleSettings read(YamlSection section, Set<String> environments) {
        Map<String, Map<String, Severity>> chosen = new LinkedHashMap<>();
        for (String rule : section.names()) {
            if (RuleSet.find(rule).isEmpty()) {
                throw section.invalidKey(rule, "'" + rule + "' is no rule; 'slipway rules list' shows all");
            }
            chosen.put(
                    rule,
                    section.isText(rule)
                            ? Map.of(ALL, severity(section, rule))
                            : perEnvironment(section.section(rule).orElseThrow(), environments));
        }
        return new RuleSettings(Map.copyOf(chosen));
    }

    private static Map<String, Severity> perEnvironment(YamlSection section, Set<String> environments) {
        Map<String, Severity> chosen = new LinkedHashMap<>();
        for (String environment : section.names()) {
            if (!environment.equals(ALL) && !environments.contains(environment)) {
                throw section.invalidKey(
                        environment, "'" + environment + "' is no environment of this file, and not 'all'");
            }
            chosen.put(environment, severity(section, environment));
        }
        return Map.copyOf(chosen);
    }

    private static Severity severity(YamlSection section, String key) {
        return Severity.named(section.text(key))
                .orElseThrow(() -> section.invalid(key, "'" + key + "' must be off, note, warn or refuse"));
    }

    /** How much a rule matters in one environment. */
    public Severity severity(Rule rule, String environment) {
        Map<String, Severity> said = chosen.getOrDefault(rule.id(), Map.of());
        return Optional.ofNullable(said.get(environment))
                .or(() -> Optional.ofNullable(said.get(ALL)))
                .orElse(rule.severity());
    }

    /** How much it matters where an artifact is for all of these. */
    public Severity strictest(Rule rule, Collection<String> environments) {
        return environments.stream()
                .map(environment -> severity(rule, environment))
                .reduce(Severity::strictest)
                .orElseGet(() -> severity(rule, ALL));
    }
}
