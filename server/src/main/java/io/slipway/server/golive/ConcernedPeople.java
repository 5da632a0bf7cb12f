package io.slipway.server.golive;

import io.slipway.rollout.people.Person;
import io.slipway.server.notification.Deciders;
import io.slipway.server.notification.Notice;
import io.slipway.server.rollout.Rollouts;
import java.util.List;

/** Whom a go-live concerns: everybody whom the team's rollout file names. */
public final class ConcernedPeople implements Deciders {
    private final Rollouts rollouts;

    public ConcernedPeople(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    @Override
    public List<String> addresses(Notice notice) {
        return rollouts.find(notice.about().project()).stream()
                .flatMap(rollout -> rollout.rollout().people().all().stream())
                .map(Person::email)
                .toList();
    }
}
