package io.slipway.rollout.readiness;

import io.slipway.rollout.people.Duty;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The gates that Slipway knows by name. */
public enum Standard {
    PROVISIONED("everything that the file provisions is there", Duration.ofDays(7), "provision", Duty.DEVOPS),
    SUPPORT_PROVED(
            "a case was walked through every tier and acknowledged in each",
            Duration.ofDays(60),
            "support",
            Duty.ROLLOUT_MANAGER),
    DATE_AGREED("every stakeholder said yes to the date", Duration.ofDays(90), "", Duty.STAKEHOLDER),
    TRAINED("the trainings were held and attended", Duration.ofDays(90), "trainings", Duty.TRAINER),
    LABS_PASSED(
            "everybody who must come to the hands-on training passed the labs that they sat in",
            Duration.ofDays(90),
            "trainings",
            Duty.TRAINER),
    OWN_SCRIPTS_TRIED(
            "scripts of the team's own application were tried, and nothing is to be mended",
            Duration.ofDays(60),
            "",
            Duty.TEAM_LEAD),
    GUIDES_BUILT(
            "each scenario for the team's people has a guide of this console",
            Duration.ofDays(30),
            "",
            Duty.ROLLOUT_MANAGER),
    DEMO_RUN(
            "the demo of each scenario for the team's people was gone through on this console",
            Duration.ofDays(30),
            "",
            Duty.ROLLOUT_MANAGER),
    CLIPS_BUILT(
            "each scenario for the team's people has clips of this console",
            Duration.ofDays(30),
            "",
            Duty.ROLLOUT_MANAGER),
    REHEARSED("the go-live was rehearsed to its end", Duration.ofDays(60), "", Duty.TEAM_LEAD),
    CLEANED("nothing is left of the rehearsals", Duration.ofDays(7), "", Duty.DBA),
    REFERENCE_REFRESHED("the reference databases follow production", Duration.ofDays(30), "", Duty.DBA);

    private final String words;
    private final Duration valid;
    private final String section;
    private final Duty turn;

    Standard(String words, Duration valid, String section, Duty turn) {
        this.words = words;
        this.valid = valid;
        this.section = section;
        this.turn = turn;
    }

    /** What it asks, as a sentence without its end. */
    public String words() {
        return words;
    }

    /** How long evidence counts where the file says nothing. */
    public Duration valid() {
        return valid;
    }

    /** The section of the rollout file without which it could never be green; empty when it needs none. */
    String section() {
        return section;
    }

    /** Who can do something about it. */
    public Duty turn() {
        return turn;
    }

    /** As the rollout file writes it: {@code support-proved}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Standard> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(Standard::text).toList();
    }
}
