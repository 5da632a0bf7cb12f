package io.slipway.release.rules;

import io.slipway.release.execute.ScriptSource;
import io.slipway.release.rules.OwnRule.Example;
import io.slipway.release.script.Kind;
import io.slipway.release.script.ScriptText;
import io.slipway.release.sql.Dialect;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The verb {@code rules test}: every rule of a project's own finds what its file calls bad, and nothing in what it calls
 * good.
 */
public final class RuleTrial {
    private final Dialect dialect;
    private final LocalDate today;

    /** @param dialect of the project's database; a rule for others is tried with its first one */
    public RuleTrial(Dialect dialect, LocalDate today) {
        this.dialect = dialect;
        this.today = today;
    }

    /**
     * How one example went.
     *
     * @param example which of the rule's, from 1; 0 when it is about all of them
     * @param failure what is wrong, one sentence; empty when it went as it should
     */
    public record Outcome(String rule, int example, Optional<String> failure) {}

    public List<Outcome> run(OwnRule rule) {
        List<Outcome> outcomes = new ArrayList<>();
        Stream.of(true, false)
                .filter(bad -> rule.examples().stream().noneMatch(example -> example.bad() == bad))
                .map(bad -> "It has no " + (bad ? "bad" : "good") + " example.")
                .forEach(failure -> outcomes.add(new Outcome(rule.rule().id(), 0, Optional.of(failure))));
        for (int i = 0; i < rule.examples().size(); i++) {
            outcomes.add(new Outcome(
                    rule.rule().id(), i + 1, failure(rule, rule.examples().get(i))));
        }
        return outcomes;
    }

    private Optional<String> failure(OwnRule rule, Example example) {
        List<Finding> found = findings(rule, example);
        if (!example.bad()) {
            return found.stream()
                    .findFirst()
                    .map(finding ->
                            "It is called good, and line " + finding.line() + " was found: " + finding.message());
        }
        if (found.isEmpty()) {
            return Optional.of("It is called bad, and nothing was found.");
        }
        int line = found.get(0).line();
        return example.line()
                .filter(wanted -> wanted != line)
                .map(wanted -> "Line " + wanted + " is called bad, and line " + line + " was found.");
    }

    private List<Finding> findings(OwnRule rule, Example example) {
        Dialect asked = rule.rule().dialects().contains(dialect)
                ? dialect
                : rule.rule().dialects().iterator().next();
        Kind kind = Kind.ofFolder(example.script().split("/")[0]).orElse(Kind.DDL);
        Review review = new Review(asked, alone(rule), List.of(), today);
        review.look(List.of(new ScriptUnderReview(
                example.script(),
                kind.rerunnable(),
                kind.defines(),
                true,
                0,
                ScriptSource.of(example.script(), ScriptText.of(example.sql())),
                List.of())));
        example.proof().ifPresent(proof -> review.look(example.script(), proof, ""));
        return review.findings();
    }

    private static RuleSettings alone(OwnRule rule) {
        Map<String, Map<String, Severity>> chosen = new HashMap<>();
        RuleSet.all().forEach(each -> chosen.put(each.id(), Map.of(RuleSettings.ALL, Severity.OFF)));
        chosen.put(rule.rule().id(), Map.of(RuleSettings.ALL, Severity.WARN));
        return new RuleSettings(chosen, OwnRules.of(rule));
    }
}
