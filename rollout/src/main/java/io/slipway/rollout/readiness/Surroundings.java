package io.slipway.rollout.readiness;

import java.util.function.Predicate;

/**
 * What a rollout file is read for, as far as that is at hand: a gate that could never be satisfied there is refused.
 *
 * @param environment whether the project has one of that name
 * @param looked whether somebody could look at such a gate
 */
public record Surroundings(Predicate<String> environment, Predicate<Standard> looked) {
    public static final Surroundings UNKNOWN = new Surroundings(environment -> true, gate -> true);
}
