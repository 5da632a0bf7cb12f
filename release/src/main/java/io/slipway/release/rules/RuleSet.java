package io.slipway.release.rules;

import io.slipway.release.rules.ObservedRules.ObservedRule;
import io.slipway.release.rules.Rule.LooksAt;
import io.slipway.release.rules.Rule.Topic;
import io.slipway.release.rules.TextRules.TextRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rules that Slipway brings. */
public final class RuleSet {
    static final Rule EXEMPTION_UNKNOWN = exemption("exemption-unknown", Severity.WARN);
    static final Rule EXEMPTION_ENDED = exemption("exemption-ended", Severity.WARN);
    static final Rule EXEMPTION_UNUSED = exemption("exemption-unused", Severity.NOTE);

    static final List<TextRule> TEXT = TextRules.all();
    static final List<StatementRule> STATEMENT = Stream.of(
                    LockRules.all(),
                    RewriteRules.all(),
                    MariadbLockRules.all(),
                    CompatibilityRules.all(),
                    DataRules.all(),
                    TypeRules.all(),
                    DesignRules.all(),
                    NamingRules.all(),
                    SecurityRules.all(),
                    LogicRules.all(),
                    ReleaseRules.all())
            .flatMap(List::stream)
            .toList();
    static final List<ObservedRule> OBSERVED = ObservedRules.all();

    private static final Map<String, Rule> BY_ID = Stream.of(
                    STATEMENT.stream().map(StatementRule::rule),
                    TEXT.stream().map(TextRule::rule),
                    OBSERVED.stream().map(ObservedRule::rule),
                    Stream.of(EXEMPTION_UNKNOWN, EXEMPTION_ENDED, EXEMPTION_UNUSED))
            .flatMap(each -> each)
            .collect(Collectors.toUnmodifiableMap(Rule::id, Function.identity()));

    private RuleSet() {}

    /** By topic, and within a topic by id. */
    public static List<Rule> all() {
        return BY_ID.values().stream()
                .sorted(java.util.Comparator.comparing(Rule::topic).thenComparing(Rule::id))
                .toList();
    }

    public static Optional<Rule> find(String id) {
        return Optional.ofNullable(BY_ID.get(id));
    }

    private static Rule exemption(String id, Severity severity) {
        return new Rule(id, Topic.RELEASE, severity, Rule.ALL, LooksAt.TEXT);
    }
}
