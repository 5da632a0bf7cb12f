package io.slipway.server.dates;

import io.slipway.rollout.people.Duty;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.team.Rollout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Whom a go-live needs on its day, so that no two teams need the same people on one. */
@FunctionalInterface
public interface Helpers {
    Set<Duty> DUTIES = Set.of(Duty.TRAINER, Duty.DBA, Duty.DEVOPS);

    /** Trainers, and those whose duties make them second-level support. */
    Helpers BY_DUTY = rollout -> {
        Map<String, String> helpers = new LinkedHashMap<>();
        for (Person person : rollout.people().all()) {
            if (person.duties().stream().anyMatch(DUTIES::contains)) {
                helpers.put(person.key(), person.name());
            }
        }
        return helpers;
    };

    /** Their names by account. */
    Map<String, String> of(Rollout rollout);
}
