package io.slipway.cli.rollout;

import io.slipway.rollout.provision.Runbook;

/** What the published runbook is to the definition. */
public final class RunbookState {
    public static final String CURRENT = "current";
    public static final String STALE = "stale";
    public static final String NONE = "none";

    private RunbookState() {}

    public static String of(TeamPlace place) {
        return place.steps()
                .publishedRunbook()
                .map(text -> Runbook.isOf(text, place.definition()) ? CURRENT : STALE)
                .orElse(NONE);
    }
}
