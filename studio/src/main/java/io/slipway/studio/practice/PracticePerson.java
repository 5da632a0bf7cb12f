package io.slipway.studio.practice;

import io.slipway.enablement.scenario.Actor;
import io.slipway.server.access.Role;

/** The people of a throw-away installation, one for each part. */
enum PracticePerson {
    ADA(Actor.ADMINISTRATOR, "Ada Quinn", Role.ADMINISTRATOR),
    DAN(Actor.DEVELOPER, "Dan Reyes", Role.DEVELOPER),
    TESS(Actor.TEAM_LEAD, "Tess Ward", Role.TEAM_LEAD),
    DORA(Actor.DBA, "Dora Klein", Role.DBA),
    RITA(Actor.RELEASE_MANAGER, "Rita Moss", Role.RELEASE_MANAGER),
    RON(Actor.ROLLOUT_MANAGER, "Ron Abel", Role.ROLLOUT_MANAGER),
    VIC(Actor.VIEWER, "Vic Odell", Role.VIEWER);

    private final Actor actor;
    private final String fullName;
    private final Role role;

    PracticePerson(Actor actor, String fullName, Role role) {
        this.actor = actor;
        this.fullName = fullName;
        this.role = role;
    }

    Actor actor() {
        return actor;
    }

    String signIn() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    String fullName() {
        return fullName;
    }

    Role role() {
        return role;
    }
}
