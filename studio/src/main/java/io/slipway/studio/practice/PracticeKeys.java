package io.slipway.studio.practice;

import io.slipway.enablement.scenario.Actor;
import io.slipway.release.target.Secret;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** The tokens and sessions of a practice installation's people; its copies know them too. */
final class PracticeKeys {
    private final Map<Actor, Secret> tokens = new EnumMap<>(Actor.class);
    private final Map<Actor, Secret> sessions = new EnumMap<>(Actor.class);

    Secret token(Actor actor, Function<Actor, Secret> maker) {
        return tokens.computeIfAbsent(actor, maker);
    }

    Secret session(Actor actor, Function<Actor, Secret> maker) {
        return sessions.computeIfAbsent(actor, maker);
    }

    Collection<Secret> tokens() {
        return tokens.values();
    }

    Collection<Secret> sessions() {
        return sessions.values();
    }
}
