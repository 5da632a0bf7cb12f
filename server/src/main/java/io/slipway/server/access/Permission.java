package io.slipway.server.access;

import java.util.Locale;

/** One thing that a role may let a person do. */
public enum Permission {
    /** See a project: its pipelines, artifacts, deployments, history. */
    VIEW("see the project"),
    UPLOAD("hand in an artifact"),
    DEPLOY("ask for a deployment to an open environment"),
    DEPLOY_PROTECTED("ask for a deployment to a protected environment"),
    ROLL_BACK("ask for a rollback"),
    APPROVE("approve or refuse what another asked for"),
    EMERGENCY("deploy before anybody approved, with a reason and a later review"),
    CALENDAR("set windows and freezes"),
    RESOLVE("settle a statement in doubt"),
    RUNNERS("make and revoke runners, which reach targets from elsewhere"),
    ROLLOUT("look after a team's rollout: its file, dates, readiness"),
    AGREE("say yes or no to a go-live's date, as a stakeholder that the rollout file names"),
    CONFIGURE("change a project's definition, environments and keys"),
    AUDIT("read the audit log"),
    PEOPLE("add people, give and take roles"),
    MONITOR("read the server's metrics and settings");

    private final String sentence;

    Permission(String sentence) {
        this.sentence = sentence;
    }

    /** Ends the sentence "may …". */
    public String sentence() {
        return sentence;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Permission of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
