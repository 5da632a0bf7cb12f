package io.slipway.rollout.people;

import java.util.Set;

/**
 * Somebody who takes part.
 *
 * @param key as the rollout file and the server's accounts name them
 * @param email where invitations go, in lower case
 */
public record Person(String key, String name, String email, Set<Duty> duties) {
    public Person {
        duties = Set.copyOf(duties);
    }
}
