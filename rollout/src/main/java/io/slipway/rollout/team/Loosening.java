package io.slipway.rollout.team;

import io.slipway.rollout.hypercare.HypercareRules;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.provision.Provision;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import io.slipway.rollout.provision.Provision.ManualWish;
import io.slipway.rollout.readiness.Gate;
import io.slipway.rollout.readiness.Gates;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Terms;
import io.slipway.rollout.support.Tier;
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
        boolean sameZone = after.calendar().zone().equals(before.calendar().zone());
        loosening.support(before.support(), after.support(), sameZone);
        loosening.provision(before.provision(), after.provision());
        loosening.hypercare(before.hypercare(), after.hypercare());
        loosening.production(before.cleanup().production(), after.cleanup().production());
        loosening.when(
                !after.cleanup().reference().equals(before.cleanup().reference()),
                "packaging is held to another environment than before");
        before.calendar().freezes().stream()
                .filter(freeze -> !after.calendar().freezes().contains(freeze))
                .forEach(freeze -> loosening.looser.add("the freeze '" + freeze.name() + "' goes or is at other days"));
        loosening.when(
                !sameZone,
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
        for (Person person : before.stakeholders()) {
            when(
                    after.stakeholders().stream()
                            .anyMatch(now -> now.key().equals(person.key())
                                    && !now.email().equals(person.email())),
                    "what is asked of " + person.name() + " goes to another address");
        }
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

    /** Who works in a tier changes from week to week, and is the manager's business. */
    private void support(Optional<Support> before, Optional<Support> after, boolean sameZone) {
        if (before.isEmpty()) {
            return;
        }
        if (after.isEmpty()) {
            looser.add("the support goes");
            return;
        }
        for (Tier tier : Tier.values()) {
            Terms was = before.get().tier(tier).terms();
            Terms now = after.get().tier(tier).terms();
            when(
                    now.acknowledge().compareTo(was.acknowledge()) > 0
                            || now.resolve().compareTo(was.resolve()) > 0,
                    tier + " has longer for a case");
            when(sameZone && !now.hours().equals(was.hours()), tier + " works at other hours");
        }
    }

    private void provision(Optional<Provision> before, Optional<Provision> after) {
        for (ManualWish step : before.map(Provision::manual).orElse(List.of())) {
            Optional<ManualWish> now = after.map(Provision::manual).orElse(List.of()).stream()
                    .filter(each -> each.id().equals(step.id()))
                    .findFirst();
            if (now.isEmpty()) {
                looser.add("the step '" + step.title() + "' goes");
            } else {
                when(
                        !now.get().evidence().equals(step.evidence()),
                        "the step '" + step.title() + "' is shown by something else");
                when(
                        !now.get().who().key().equals(step.who().key()),
                        "the step '" + step.title() + "' is done by "
                                + now.get().who().name());
                when(!now.get().before().containsAll(step.before()), "less waits for the step '" + step.title() + "'");
            }
        }
        for (DatabaseWish wish : before.map(Provision::environments).orElse(List.of())) {
            when(
                    wish.isProtected()
                            && after.map(Provision::environments).orElse(List.of()).stream()
                                    .noneMatch(
                                            now -> now.environment().equals(wish.environment()) && now.isProtected()),
                    "'" + wish.environment() + "' is protected no more");
        }
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
