package io.slipway.rollout.team;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.readiness.Gate;
import java.util.ArrayList;
import java.util.List;

/** In what a rollout file asks for less than the one before it, or lets others decide. */
public final class Loosening {
    private Loosening() {}

    /** @return one sentence without its end for each; empty when it asks for no less */
    public static List<String> of(Rollout before, Rollout after) {
        List<String> looser = new ArrayList<>();
        for (Gate gate : before.gates().all()) {
            after.gates()
                    .find(gate.name())
                    .ifPresentOrElse(
                            now -> {
                                if (!now.asks().equals(gate.asks())) {
                                    looser.add("the gate '" + gate.name() + "' asks something else");
                                } else if (now.valid().compareTo(gate.valid()) > 0) {
                                    looser.add("evidence for the gate '" + gate.name() + "' counts for longer");
                                }
                            },
                            () -> looser.add("the gate '" + gate.name() + "' goes"));
        }
        without(after.gates().waivers(), before.gates().waivers())
                .forEach(person -> looser.add(person.name() + " may waive gates"));
        without(before.stakeholders(), after.stakeholders())
                .forEach(person -> looser.add(person.name() + " is no stakeholder any more"));
        if (after.agreement().proposerCounts() && !before.agreement().proposerCounts()) {
            looser.add("a proposer's own yes counts");
        }
        if (!after.cleanup().production().containsAll(before.cleanup().production())) {
            looser.add("less is named as production");
        }
        if (!after.calendar().zone().equals(before.calendar().zone())) {
            looser.add("days begin in " + after.calendar().zone() + ", not in "
                    + before.calendar().zone());
        }
        return looser;
    }

    /** Those of the first list whom the second does not name. */
    private static List<Person> without(List<Person> all, List<Person> named) {
        return all.stream()
                .filter(person -> named.stream().noneMatch(each -> each.key().equals(person.key())))
                .toList();
    }
}
