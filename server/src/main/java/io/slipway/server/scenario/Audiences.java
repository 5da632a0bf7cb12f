package io.slipway.server.scenario;

import io.slipway.enablement.scenario.Actor;
import io.slipway.rollout.people.Duty;
import io.slipway.rollout.people.Person;
import io.slipway.rollout.team.Rollout;
import java.util.EnumSet;
import java.util.Set;

/** For whom a team needs guides: for each part that somebody of its rollout file plays at the console. */
final class Audiences {
    private Audiences() {}

    static Set<Actor> of(Rollout rollout) {
        Set<Actor> audiences = EnumSet.noneOf(Actor.class);
        for (Person person : rollout.people().all()) {
            person.duties().forEach(duty -> audiences.addAll(of(duty)));
        }
        return audiences;
    }

    private static Set<Actor> of(Duty duty) {
        return switch (duty) {
            case DEVELOPER -> Set.of(Actor.DEVELOPER);
            case TEAM_LEAD -> Set.of(Actor.TEAM_LEAD);
            case DBA -> Set.of(Actor.DBA);
            case DEVOPS -> Set.of(Actor.ADMINISTRATOR);
            case ROLLOUT_MANAGER -> Set.of(Actor.ROLLOUT_MANAGER);
            case RELEASE_MANAGER -> Set.of(Actor.RELEASE_MANAGER);
            case STAKEHOLDER -> Set.of(Actor.VIEWER);
            // They give the trainings and the third tier of support: guides are not for them.
            case TRAINER, VENDOR -> Set.of();
        };
    }
}
