package io.slipway.server.support;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.Tier;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.rollout.ServedRollout;
import java.util.Set;
import java.util.stream.Collectors;

/** Who may do what with a case: its tier and those above work on it, its reporter answers, the manager looks after all. */
public final class CaseRights {
    private CaseRights() {}

    /** What the caller may do with it now. */
    public static Set<CaseEvent.Kind> of(Caller caller, ServedRollout rollout, Support support, Case now) {
        return now.allowed().stream()
                .filter(kind -> may(caller, rollout, support, now, kind))
                .collect(Collectors.toSet());
    }

    /** @throws SlipwayException {@code not-allowed} */
    static void check(Caller caller, ServedRollout rollout, Support support, Case now, CaseEvent.Kind kind) {
        if (!may(caller, rollout, support, now, kind)) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    kind == CaseEvent.Kind.ACKNOWLEDGED
                            ? "Only a member of " + now.tier()
                                    + (now.source() == Case.Source.PROOF ? ", signed in," : "") + " acknowledges case #"
                                    + now.number() + "."
                            : "Case #" + now.number() + " is with " + now.tier() + ", and that is for its members.",
                    "The tiers and their members stand in the rollout file.");
        }
    }

    private static boolean may(Caller caller, ServedRollout rollout, Support support, Case now, CaseEvent.Kind kind) {
        Set<Tier> tiers = support.of(caller.name());
        boolean works = tiers.stream().anyMatch(tier -> tier.compareTo(now.tier()) >= 0);
        boolean manages = caller.may(Permission.ROLLOUT, rollout.project());
        boolean reported = now.reporter().equals(caller.name());
        return switch (kind) {
            // Whoever proves that the process works does so at the page, as in earnest.
            case ACKNOWLEDGED ->
                tiers.contains(now.tier())
                        && (now.source() != Case.Source.PROOF || caller.token().isEmpty());
            case NOTED -> true;
            case RESUMED, REOPENED -> works || manages || reported;
            case ASSIGNED, ESCALATED, DE_ESCALATED, PAUSED, MERGED, REROUTED, RESOLVED, CAUSE_NAMED -> works || manages;
            case OPENED, ABSORBED, OVERDUE, TRACKED -> false;
        };
    }
}
