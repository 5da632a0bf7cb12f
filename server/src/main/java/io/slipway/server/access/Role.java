package io.slipway.server.access;

import static io.slipway.server.access.Permission.AGREE;
import static io.slipway.server.access.Permission.APPROVE;
import static io.slipway.server.access.Permission.AUDIT;
import static io.slipway.server.access.Permission.CALENDAR;
import static io.slipway.server.access.Permission.CONFIGURE;
import static io.slipway.server.access.Permission.DEPLOY;
import static io.slipway.server.access.Permission.DEPLOY_PROTECTED;
import static io.slipway.server.access.Permission.EMERGENCY;
import static io.slipway.server.access.Permission.MONITOR;
import static io.slipway.server.access.Permission.PEOPLE;
import static io.slipway.server.access.Permission.RESOLVE;
import static io.slipway.server.access.Permission.ROLLOUT;
import static io.slipway.server.access.Permission.ROLL_BACK;
import static io.slipway.server.access.Permission.RUNNERS;
import static io.slipway.server.access.Permission.UPLOAD;
import static io.slipway.server.access.Permission.VIEW;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a person is to a project, or to one of its environments. */
public enum Role {
    VIEWER("viewer", VIEW, AGREE),
    DEVELOPER("developer", VIEW, AGREE, UPLOAD, DEPLOY),
    TEAM_LEAD("team lead", VIEW, AGREE, UPLOAD, DEPLOY, DEPLOY_PROTECTED, ROLL_BACK, APPROVE),
    DBA(
            "DBA",
            VIEW,
            AGREE,
            UPLOAD,
            DEPLOY,
            DEPLOY_PROTECTED,
            ROLL_BACK,
            APPROVE,
            EMERGENCY,
            CALENDAR,
            RESOLVE,
            RUNNERS,
            AUDIT),
    RELEASE_MANAGER(
            "release manager",
            VIEW,
            AGREE,
            UPLOAD,
            DEPLOY,
            DEPLOY_PROTECTED,
            ROLL_BACK,
            APPROVE,
            EMERGENCY,
            CALENDAR,
            ROLLOUT,
            AUDIT),
    /** Takes teams live: dates, trainings, readiness. Deploys nothing unless given another role too. */
    ROLLOUT_MANAGER("rollout manager", VIEW, AGREE, ROLLOUT),
    /** Looks after the server and its people; deploys nothing unless given another role too. */
    ADMINISTRATOR("administrator", VIEW, AGREE, RUNNERS, CONFIGURE, AUDIT, PEOPLE, MONITOR);

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // filled once, given to nobody
    private final Set<Permission> permissions;

    Role(String title, Permission first, Permission... others) {
        this.title = title;
        this.permissions = EnumSet.of(first, others);
    }

    public String title() {
        return title;
    }

    public boolean allows(Permission permission) {
        return permissions.contains(permission);
    }

    /** As stored and in the API: {@code team-lead}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Role of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
