package io.slipway.server.dates;

import io.slipway.rollout.people.Person;
import io.slipway.server.rollout.FileChange;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Takes the date that stands out of the calendars of those who are asked no more, or at another address. */
public final class RemovedStakeholders implements FileChange {
    private final GoLiveDates dates;
    private final Invitations invitations;
    private final Clock clock;

    public RemovedStakeholders(GoLiveDates dates, Invitations invitations, Clock clock) {
        this.dates = dates;
        this.invitations = invitations;
        this.clock = clock;
    }

    @Override
    public void changed(Handle handle, ServedRollout before, ServedRollout now, String actor) {
        List<Person> removed = before.rollout().stakeholders().stream()
                .filter(person -> now.rollout().stakeholders().stream()
                        .noneMatch(each ->
                                each.key().equals(person.key()) && each.email().equals(person.email())))
                .toList();
        if (!removed.isEmpty()) {
            LocalDate today =
                    LocalDate.now(clock.withZone(now.rollout().calendar().zone()));
            dates.agreement(handle, before)
                    .proposal()
                    .filter(proposal -> !proposal.date().isBefore(today))
                    .ifPresent(proposal ->
                            removed.forEach(person -> invitations.removed(handle, now, proposal, person, actor)));
        }
    }
}
