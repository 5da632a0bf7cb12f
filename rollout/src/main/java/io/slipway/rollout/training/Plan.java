package io.slipway.rollout.training;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * When a session is, and with whom.
 *
 * @param trainer account; so {@code facilitator}
 * @param link where people join; {@code goto} while a meeting is still to be made for it
 * @param people accounts of those who are invited to be trained, each once
 */
public record Plan(
        TrainingKind kind,
        Instant from,
        Duration length,
        String trainer,
        String facilitator,
        String link,
        List<String> people) {
    public Plan {
        people = List.copyOf(people);
    }

    public Instant until() {
        return from.plus(length);
    }

    /** The same at another time. */
    public Plan at(Instant other) {
        return new Plan(kind, other, length, trainer, facilitator, link, people);
    }

    /** The same at another place. */
    public Plan joinedAt(String other) {
        return new Plan(kind, from, length, trainer, facilitator, other, people);
    }

    /** Everybody who is needed then: who gives it, who writes down who came, and those who are trained. */
    public Set<String> everybody() {
        Set<String> all = new LinkedHashSet<>(List.of(trainer, facilitator));
        all.addAll(people);
        return all;
    }
}
