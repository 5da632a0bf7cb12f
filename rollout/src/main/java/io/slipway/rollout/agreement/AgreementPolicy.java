package io.slipway.rollout.agreement;

import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.people.Person;
import java.util.List;
import java.util.Set;

/**
 * How a team agrees.
 *
 * @param proposerCounts whether the yes of a stakeholder who proposed the date counts as any other's; if not, all others
 *     must say yes, and there must be others. Their no stands in the way in any case.
 */
public record AgreementPolicy(boolean proposerCounts) {
    public static final AgreementPolicy STANDARD = new AgreementPolicy(true);

    /** Reads the section {@code agreement} of a rollout file. */
    public static AgreementPolicy read(YamlSection file, List<Person> stakeholders, Person manager) {
        return file.section("agreement")
                .map(section -> read(section.only(Set.of("proposer-counts"))))
                .map(policy -> policy.checked(file, stakeholders, manager))
                .orElse(STANDARD);
    }

    private static AgreementPolicy read(YamlSection section) {
        return new AgreementPolicy(!section.has("proposer-counts") || section.flag("proposer-counts"));
    }

    private AgreementPolicy checked(YamlSection file, List<Person> stakeholders, Person manager) {
        if (!proposerCounts && stakeholders.equals(List.of(manager))) {
            throw file.section("agreement")
                    .orElseThrow()
                    .invalid(
                            "proposer-counts",
                            "'" + manager.key() + "' is manager and the only stakeholder, and a proposer's own yes does"
                                    + " not count: no date could ever be agreed; name another stakeholder");
        }
        return this;
    }
}
