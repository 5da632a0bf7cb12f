package io.slipway.rollout.training;

import io.slipway.rollout.people.Person;
import java.time.Duration;
import java.util.List;

/**
 * A training that a rollout file asks for.
 *
 * @param facilitator who writes down who came
 * @param mustCome everybody without whom the team is not trained; never empty
 * @param seats how many can come to one session
 * @param link where sessions are that name no other place; may be empty
 * @param material guides and clips that are at hand in it
 */
public record Training(
        TrainingKind kind,
        Duration length,
        Person trainer,
        Person facilitator,
        List<Person> mustCome,
        int seats,
        String link,
        List<Material> material) {
    public Training {
        material = List.copyOf(material);
        mustCome = List.copyOf(mustCome);
    }
}
