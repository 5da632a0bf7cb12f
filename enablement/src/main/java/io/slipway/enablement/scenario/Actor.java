package io.slipway.enablement.scenario;

import java.util.Arrays;
import java.util.Locale;

/** Whose part somebody plays in a scenario. An installation says which of its people that is. */
public enum Actor {
    VIEWER,
    DEVELOPER,
    TEAM_LEAD,
    DBA,
    RELEASE_MANAGER,
    ROLLOUT_MANAGER,
    ADMINISTRATOR;

    /** As files write it: {@code team-lead}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As sentences write it: {@code team lead}. */
    public String title() {
        return this == DBA ? "DBA" : text().replace('-', ' ');
    }

    /** @throws IllegalArgumentException there is no such part */
    public static Actor of(String text) {
        return Arrays.stream(values())
                .filter(each -> each.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }
}
