package io.slipway.rollout.readiness;

import io.slipway.rollout.people.Person;
import java.util.List;
import java.util.Optional;

/**
 * The gates of one team's go-live.
 *
 * @param waivers who may let a gate pass for a while, two of them together; empty when nobody may
 */
public record Gates(List<Gate> all, List<Person> waivers) {
    public Gates {
        all = List.copyOf(all);
        waivers = List.copyOf(waivers);
    }

    public Optional<Gate> find(String name) {
        return all.stream().filter(gate -> gate.name().equals(name)).findFirst();
    }

    public boolean mayWaive(String account) {
        return waivers.stream().anyMatch(person -> person.key().equals(account));
    }
}
