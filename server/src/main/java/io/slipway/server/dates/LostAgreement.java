package io.slipway.server.dates;

import io.slipway.rollout.agreement.Agreement;
import io.slipway.server.rollout.FileChange;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.time.LocalDate;
import org.jdbi.v3.core.Handle;

/** Tells everybody when a rollout file asks people for their yes who have not given it, so that the date is open again. */
public final class LostAgreement implements FileChange {
    private final GoLiveDates dates;
    private final Invitations invitations;
    private final Clock clock;

    public LostAgreement(GoLiveDates dates, Invitations invitations, Clock clock) {
        this.dates = dates;
        this.invitations = invitations;
        this.clock = clock;
    }

    @Override
    public void changed(Handle handle, ServedRollout before, ServedRollout now, String actor) {
        Agreement was = dates.agreement(handle, before);
        LocalDate today = LocalDate.now(clock.withZone(now.rollout().calendar().zone()));
        if (was.agreed() && !dates.agreement(handle, now).agreed()) {
            was.proposal()
                    .filter(proposal -> !proposal.date().isBefore(today))
                    .ifPresent(proposal -> invitations.notAgreedAnyMore(
                            handle,
                            now,
                            proposal,
                            actor,
                            actor + " changed the rollout file, and not all who are asked by it have said yes."));
        }
    }
}
