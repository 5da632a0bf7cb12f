package io.slipway.server.support;

import io.slipway.rollout.support.Tier;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.SupportRoutes;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Which tier a failed deployment's case begins with. Until the go-live only rehearsals deploy, and what fails in them is
 * for L3, who set everything up; from the go-live on it is for L1, as the rollout file says. What people ask begins with
 * L1 at all times, so that they know the way before they need it.
 */
public final class CaseRoutes implements SupportRoutes {
    /** The event that says so; its detail names the tier. */
    public static final String ROUTED = "support-routed";

    private static final String FIRST = "first";
    private final Store store;
    private final RolloutLedger ledger;

    public CaseRoutes(Store store, RolloutLedger ledger) {
        this.store = store;
        this.ledger = ledger;
    }

    /**
     * @param first tier that gets cases of deployments
     * @param since when it was set; empty before the first go-live
     */
    public record Route(Tier first, Optional<Instant> since) {}

    public Route of(ServedRollout rollout) {
        return store.read(handle -> of(handle, rollout));
    }

    Route of(Handle handle, ServedRollout rollout) {
        return ledger.last(handle, rollout.team(), Topic.SUPPORT, ROUTED)
                .map(CaseRoutes::route)
                .orElse(new Route(Tier.L3, Optional.empty()));
    }

    private static Route route(AuditEvent event) {
        String first = event.texts().getOrDefault(FIRST, "");
        return new Route(Tier.of(first).orElse(Tier.L3), Optional.of(event.at()));
    }

    /** Cases that are open already stay where they are. */
    @Override
    public void set(Handle handle, ServedRollout rollout, boolean live) {
        Tier first = live ? Tier.L1 : Tier.L3;
        ledger.append(
                handle, rollout, Topic.SUPPORT, CaseLedger.SERVER, ROUTED, rollout.team(), Map.of(FIRST, first.name()));
    }
}
