package io.slipway.rollout.team;

import io.slipway.rollout.agreement.AgreementPolicy;
import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.rollout.cleanup.CleanupRules;
import io.slipway.rollout.hypercare.HypercareRules;
import io.slipway.rollout.people.People;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.provision.Provision;
import io.slipway.rollout.readiness.Gate;
import io.slipway.rollout.readiness.Gates;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.training.Trainings;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a rollout file says.
 *
 * @param team its short name; the file is {@code rollout/<team>.yaml}
 * @param project that the team releases with
 * @param manager who looks after the rollout
 * @param stakeholders everybody who must say yes to the go-live's date
 * @param trainings that must be held and attended before the go-live; empty when none is asked for
 * @param provision what the team is to be given; empty when it has all it needs
 */
public record Rollout(
        String team,
        String title,
        String project,
        People people,
        Person manager,
        List<Person> stakeholders,
        SprintCalendar calendar,
        AgreementPolicy agreement,
        Optional<Support> support,
        Optional<Trainings> trainings,
        Optional<Provision> provision,
        Gates gates,
        CleanupRules cleanup,
        HypercareRules hypercare) {
    public Rollout {
        stakeholders = List.copyOf(stakeholders);
    }

    /**
     * Whose turn it is while a gate does not pass: those whose duty it is, else the manager.
     *
     * @param date whose turn it is with the go-live's date, by account
     */
    public List<Person> turn(Gate gate, Set<String> date) {
        if (!(gate.asks() instanceof Gate.Known known)) {
            return List.of(manager);
        }
        if (known.standard() == Standard.DATE_AGREED) {
            return people().all().stream()
                    .filter(person -> date.contains(person.key()))
                    .toList();
        }
        List<Person> people = people().with(known.standard().turn());
        return people.isEmpty() ? List.of(manager) : people;
    }
}
