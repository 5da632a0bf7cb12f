package io.slipway.release.packaging;

import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.Proof.FindingSeen;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Project;
import io.slipway.release.rules.Finding;
import io.slipway.release.rules.Review;
import io.slipway.release.rules.ScriptUnderReview;
import io.slipway.release.rules.Severity;
import io.slipway.release.script.Exemption;
import io.slipway.release.script.Kind;
import io.slipway.release.sql.Dialect;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Holds new changes against the project's rules, before and after they were proved. */
final class PackageRules {
    private static final int SHOWN = 20;
    private final Review review;

    private PackageRules(Review review) {
        this.review = review;
    }

    /**
     * Looks at texts and statements, so that what is refused there is refused before a database is made, unless its proof
     * may know better.
     *
     * @param standing the changes of earlier artifacts
     * @param exemptions path → what the script's header says
     * @throws SlipwayException {@code rules-refused}
     */
    static PackageRules before(
            Project project,
            Dialect dialect,
            List<String> environments,
            List<Step> standing,
            List<Step> fresh,
            Map<String, List<Exemption>> exemptions,
            LocalDate today) {
        PackageRules rules = new PackageRules(new Review(dialect, project.rules(), environments, today));
        rules.review.look(
                standing.stream()
                        .filter(step -> step.change().kind() != Kind.DATA_DML)
                        .map(Step::apply)
                        .toList(),
                fresh.stream()
                        .map(step -> new ScriptUnderReview(
                                step.change().path(),
                                step.change().rerunnable(),
                                step.change().kind().defines(),
                                step.change().transaction(),
                                0,
                                step.apply(),
                                exemptions.getOrDefault(step.change().path(), List.of())))
                        .toList());
        requireNoneRefused(rules.review.certain());
        return rules;
    }

    /**
     * Looks at what the proof saw.
     *
     * @param server that the proofs ran on
     * @return the proofs with all that was found
     * @throws SlipwayException {@code rules-refused}
     */
    Map<String, ChangeProof> after(List<Step> fresh, Map<String, ChangeProof> proofs, String server) {
        Map<String, ChangeProof> found = new LinkedHashMap<>(proofs);
        for (Step step : fresh) {
            found.computeIfPresent(step.change().key(), (key, proof) -> {
                review.look(step.change().path(), proof, server);
                return proof.with(review.findings(step.change().path()).stream()
                        .map(PackageRules::seen)
                        .toList());
            });
        }
        requireNoneRefused(review.findings());
        return found;
    }

    private static FindingSeen seen(Finding finding) {
        return new FindingSeen(
                finding.rule(), finding.severity().text(), finding.line(), finding.column(), finding.message());
    }

    private static void requireNoneRefused(List<Finding> findings) {
        List<Finding> refused = findings.stream()
                .filter(finding -> finding.severity() == Severity.REFUSE)
                .toList();
        if (refused.isEmpty()) {
            return;
        }
        Finding first = refused.get(0);
        String others = refused.stream()
                .skip(1)
                .limit(SHOWN)
                .map(finding -> "\n    " + finding.place() + ": " + finding.message() + " [" + finding.rule() + "]")
                .collect(Collectors.joining());
        throw SlipwayException.of(
                        ErrorCode.RULES_REFUSED,
                        first.message() + " [" + first.rule() + "]" + (others.isEmpty() ? "" : " And:" + others),
                        first.fix() + " Or write '-- slipway exempt: " + first.rule()
                                + " because …' at the script's top. 'slipway rules list " + first.rule()
                                + "' tells more.")
                .at(new Location(first.script(), first.line(), first.column()));
    }
}
