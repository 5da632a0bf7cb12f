package io.slipway.release.rules;

import io.slipway.release.yaml.YamlSection;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a project says about rules: {@code rules:} in {@code slipway.yaml}, and the files in its folder {@code rules}.
 *
 * @param chosen rule → environment, or {@link #ALL}, → how much it matters there
 * @param own rules of its own
 */
public record RuleSettings(Map<String, Map<String, Severity>> chosen, OwnRules own) {
    /** Stands for all environments that are not named. */
    public static final String ALL = "all";

    public static final RuleSettings USUAL = new RuleSettings(Map.of(), OwnRules.NONE);

    /**
     * @param environments that the project has
     * @param own rules of its own; when they are not at hand, any other name may be one of them
     * @throws io.slipway.release.error.SlipwayException as the section complains
     */
    public static RuleSettings read(YamlSection section, Set<String> environments, Optional<OwnRules> own) {
        Map<String, Map<String, Severity>> chosen = new LinkedHashMap<>();
        for (String rule : section.names()) {
            if (RuleSet.find(rule).isEmpty()
                    && own.filter(rules -> !rules.ids().contains(rule)).isPresent()) {
                throw section.invalidKey(rule, "'" + rule + "' is no rule; 'slipway rules list' shows all");
            }
            chosen.put(
                    rule,
                    section.isText(rule)
                            ? Map.of(ALL, severity(section, rule))
                            : perEnvironment(section.section(rule).orElseThrow(), environments));
        }
        return new RuleSettings(Map.copyOf(chosen), own.orElse(OwnRules.NONE));
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

    /** Those that Slipway brings, and the project's own behind them. */
    public List<Rule> all() {
        return Stream.concat(RuleSet.all().stream(), own.all().stream().map(OwnRule::rule))
                .toList();
    }

    public Optional<Rule> find(String id) {
        return RuleSet.find(id).or(() -> own.find(id).map(OwnRule::rule));
    }

    /** What there is to read about a rule. */
    public RulePage page(Rule rule) {
        return own.find(rule.id()).map(OwnRule::page).orElseGet(() -> RulePage.of(rule));
    }

    /** How much a rule matters in one environment. */
    public Severity severity(Rule rule, String environment) {
        return said(rule.id(), environment).orElse(rule.severity());
    }

    /** The same, when the project says something about it; it need not be a rule that is known here. */
    public Optional<Severity> said(String rule, String environment) {
        Map<String, Severity> said = chosen.getOrDefault(rule, Map.of());
        return Optional.ofNullable(said.get(environment)).or(() -> Optional.ofNullable(said.get(ALL)));
    }

    /** How much it matters where an artifact is for all of these. */
    public Severity strictest(Rule rule, Collection<String> environments) {
        return environments.stream()
                .map(environment -> severity(rule, environment))
                .reduce(Severity::strictest)
                .orElseGet(() -> severity(rule, ALL));
    }
}
