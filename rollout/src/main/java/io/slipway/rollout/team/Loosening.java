package io.slipway.rollout.team;

import io.slipway.rollout.hypercare.HypercareRules;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.provision.Provision;
import io.slipway.rollout.provision.Provision.ManualWish;
import io.slipway.rollout.readiness.Gate;
import io.slipway.rollout.readiness.Gates;
import io.slipway.rollout.training.Training;
import io.slipway.rollout.training.Trainings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** In what a rollout file asks for less than the one before it, or lets others decide. */
public final class Loosening {
    private final List<String> looser = new ArrayList<>();

    private Loosening() {}

    /** @return one sentence without its end for each; empty when it asks for no less */
    public static List<String> of(Rollout before, Rollout after) {
        Loosening loosening = new Loosening();
        loosening.gates(before.gates(), after.gates());
        loosening.people(before, after);
        loosening.trainings(before.trainings(), after.trainings());
        loosening.manualSteps(before.provision(), after.provision());
        loosening.hypercare(before.hypercare(), after.hypercare());
        loosening.production(before.cleanup().production(), after.cleanup().production());
        loosening.when(
                !after.calendar().zone().equals(before.calendar().zone()),
                "days begin in " + after.calendar().zone() + ", not in "
                        + before.calendar().zone());
        return List.copyOf(loosening.looser);
    }

    private void when(boolean less, String sentence) {
        if (less) {
            looser.add(sentence);
        }
    }

    private void gates(Gates before, Gates after) {
        for (Gate gate : before.all()) {
            Optional<Gate> now = after.find(gate.name());
            if (now.isEmpty()) {
                looser.add("the gate '" + gate.name() + "' goes");
            } else if (!now.get().asks().equals(gate.asks())) {
                looser.add("the gate '" + gate.name() + "' asks something else");
            } else {
                when(
                        now.get().valid().compareTo(gate.valid()) > 0,
                        "evidence for the gate '" + gate.name() + "' counts for longer");
            }
        }
        missing(after.waivers(), before.waivers()).forEach(person -> looser.add(person.name() + " may waive gates"));
    }

    private void people(Rollout before, Rollout after) {
        missing(before.stakeholders(), after.stakeholders())
                .forEach(person -> looser.add(person.name() + " is no stakeholder any more"));
        when(after.agreement().proposerCounts() && !before.agreement().proposerCounts(), "a proposer's own yes counts");
    }

    private void trainings(Optional<Trainings> before, Optional<Trainings> after) {
        for (Training training : before.map(Trainings::all).orElse(List.of())) {
            String title = training.kind().title();
            Optional<Training> now = after.flatMap(all -> all.find(training.kind()));
            if (now.isEmpty()) {
                looser.add("the training '" + title + "' goes");
            } else {
                missing(training.mustCome(), now.get().mustCome())
                        .forEach(person -> looser.add(person.name() + " need not come to '" + title + "'"));
            }
        }
    }

    private void manualSteps(Optional<Provision> before, Optional<Provision> after) {
        List<String> ids = after.map(Provision::manual).orElse(List.of()).stream()
                .map(ManualWish::id)
                .toList();
        before.map(Provision::manual).orElse(List.of()).stream()
                .filter(step -> !ids.contains(step.id()))
                .forEach(step -> looser.add("the step '" + step.title() + "' goes"));
    }

    /** @param before empty for the last of each pipeline, which no file tells; so are those of the file after it */
    private void production(List<String> before, List<String> after) {
        when(
                before.isEmpty() ? !after.isEmpty() : !after.containsAll(before),
                "other environments are named as production");
    }

    private void hypercare(HypercareRules before, HypercareRules after) {
        when(
                after.sprints() < before.sprints()
                        || after.failures() > before.failures()
                        || after.cases() > before.cases()
                        || after.recovery().compareTo(before.recovery()) > 0
                        || !after.votes().containsAll(before.votes()),
                "hypercare ends more easily");
    }

    /** Those of the first list whom the second does not name. */
    private static List<Person> missing(List<Person> all, List<Person> named) {
        return all.stream()
                .filter(person -> named.stream().noneMatch(each -> each.key().equals(person.key())))
                .toList();
    }
}
