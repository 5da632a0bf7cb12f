package io.slipway.enablement.made;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What can be made of a scenario. */
public enum Kind {
    GUIDE("guide"),
    /** Played before an audience, or by a build as if there were one. */
    DEMO("demo"),
    CLIPS("clips"),
    /** Played to see that it holds; nothing is left of it. */
    CHECK("check");

    private final String title;

    Kind(String title) {
        this.title = title;
    }

    /** As a sentence about one scenario has it. */
    public String title() {
        return title;
    }

    /** Whether files come of it: playing leaves nothing. */
    public boolean leavesFiles() {
        return this == GUIDE || this == CLIPS;
    }

    /** As programs write it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text().equals(text)).findFirst();
    }
}
