package io.slipway.server.dates;

import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.people.Person;
import io.slipway.server.rollout.FileChange;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Asks those whose yes a new rollout file wants to the date that stands, and tells everybody when it is not agreed any
 * more by that.
 */
public final class AddedStakeholders implements FileChange {
    private final GoLiveDates dates;
    private final Invitations invitations;
    private final Clock clock;

    public AddedStakeholders(GoLiveDates dates, Invitations invitations, Clock clock) {
        this.dates = dates;
        this.invitations = invitations;
        this.clock = clock;
    }

    @Override
    public void changed(Handle handle, ServedRollout before, ServedRollout now, String actor) {
        LocalDate today = LocalDate.now(clock.withZone(now.rollout().calendar().zone()));
        Agreement is = dates.agreement(handle, now);
        Optional<Proposal> standing =
                is.proposal().filter(proposal -> !proposal.date().isBefore(today));
        if (standing.isEmpty()) {
            return;
        }
        if (dates.agreement(handle, before).agreed() && !is.agreed()) {
            invitations.notAgreedAnyMore(
                    handle,
                    now,
                    standing.get(),
                    actor,
                    actor + " changed the rollout file, and not all who are asked by it have said yes.");
        }
        List<Person> added = now.rollout().stakeholders().stream()
                .filter(person -> before.rollout().stakeholders().stream()
                        .noneMatch(each ->
                                each.key().equals(person.key()) && each.email().equals(person.email())))
                .toList();
        if (!added.isEmpty()) {
            invitations.request(handle, now, is, added, actor, "");
        }
    }
}
