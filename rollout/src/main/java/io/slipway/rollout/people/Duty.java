package io.slipway.rollout.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What somebody does in a rollout. */
public enum Duty {
    DEVELOPER,
    TEAM_LEAD,
    DBA,
    DEVOPS,
    /** Looks after dates, trainings and readiness. */
    ROLLOUT_MANAGER,
    RELEASE_MANAGER,
    TRAINER,
    /** Of the vendor or the platform team: the third tier of support. */
    VENDOR,
    /** Has a say in the dates and nothing else to do. */
    STAKEHOLDER;

    /** As the rollout file writes it: {@code team-lead}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All of them, for a complaint about something that is none. */
    public static String known() {
        return Arrays.stream(values()).map(Duty::text).collect(Collectors.joining(", "));
    }

    public static Optional<Duty> of(String text) {
        return Arrays.stream(values()).filter(duty -> duty.text().equals(text)).findFirst();
    }
}
