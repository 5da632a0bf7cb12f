package io.slipway.server.golive;

import io.slipway.server.audit.AuditEvent;
import io.slipway.server.rollout.AgreedDate;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The agreed date as the ledger tells it: the last {@code date-agreed} that no {@code date-void} came after. */
public final class LedgerDates implements AgreedDate {
    private final RolloutLedger ledger;

    public LedgerDates(RolloutLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Optional<LocalDate> of(ServedRollout rollout) {
        List<AuditEvent> events = ledger.events(rollout.team(), Topic.DATES);
        Optional<LocalDate> day = Optional.empty();
        for (AuditEvent event : events) {
            if (event.action().equals("date-agreed")) {
                day = Optional.of(LocalDate.parse(event.subject()));
            } else if (event.action().equals("date-void")) {
                day = Optional.empty();
            }
        }
        return day;
    }
}
