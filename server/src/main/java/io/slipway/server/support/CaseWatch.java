package io.slipway.server.support;

import io.slipway.rollout.support.Support;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what follows from deadlines that have passed. That is the same whoever looks, and whenever. */
public final class CaseWatch implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(CaseWatch.class);
    private static final int AT_ONCE = 200;
    private final Store store;
    private final Rollouts rollouts;
    private final CaseLedger ledger;
    private final CaseTable table;
    private final Clock clock;

    CaseWatch(Store store, Rollouts rollouts, CaseLedger ledger, CaseTable table, Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.table = table;
        this.clock = clock;
    }

    @Override
    public void run() {
        Instant now = clock.instant();
        for (List<Long> due = table.due(now, AT_ONCE); !due.isEmpty(); due = table.due(now, AT_ONCE)) {
            boolean moved = due.stream().filter(number -> look(number, now)).count() > 0;
            if (!moved || due.size() < AT_ONCE) {
                return;
            }
        }
    }

    private boolean look(long number, Instant now) {
        Optional<ServedRollout> rollout = table.find(number).flatMap(line -> rollouts.find(line.project()));
        Optional<Support> support = rollout.flatMap(served -> served.rollout().support());
        if (support.isEmpty()) {
            LOG.warn("case #{} is late, and its rollout file says nothing of support any more", number);
            return false;
        }
        store.run(handle -> {
            CaseTable.locked(handle, number);
            ledger.catchUp(handle, rollout.get(), support.get(), number, now);
        });
        return true;
    }
}
