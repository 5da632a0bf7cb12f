package io.slipway.rollout.hypercare;

import io.slipway.release.yaml.YamlSection;
import io.slipway.rollout.people.People;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Lasting;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the section {@code hypercare} of a rollout file. */
public final class HypercareSection {
    private HypercareSection() {}

    /**
     * @param file the whole rollout file
     * @param stakeholders who votes where the file names nobody
     */
    public static HypercareRules read(YamlSection file, People people, List<Person> stakeholders) {
        Optional<YamlSection> section = file.section("hypercare");
        HypercareRules standard = HypercareRules.STANDARD;
        if (section.isEmpty()) {
            return new HypercareRules(
                    standard.sprints(), standard.failures(), standard.cases(), standard.recovery(), keys(stakeholders));
        }
        YamlSection rules = section.get().only(Set.of("sprints", "failures", "cases", "recovery", "votes"));
        return new HypercareRules(
                number(rules, "sprints", 1, 12, standard.sprints()),
                number(rules, "failures", 0, 100, standard.failures()),
                number(rules, "cases", 0, 1_000, standard.cases()),
                rules.has("recovery") ? rules.parsed("recovery", Lasting::parse, Lasting.FORM) : standard.recovery(),
                keys(rules.has("votes") ? people.named(rules, "votes") : stakeholders));
    }

    private static List<String> keys(List<Person> people) {
        return people.stream().map(Person::key).toList();
    }

    private static int number(YamlSection section, String key, int least, int most, int otherwise) {
        if (!section.has(key)) {
            return otherwise;
        }
        int number = section.parsed(key, Integer::parseInt, "a number");
        if (number < least || number > most) {
            throw section.invalid(key, "'" + key + "' must be from " + least + " to " + most);
        }
        return number;
    }
}
