package io.slipway.server.support;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.SupportTier;
import io.slipway.rollout.support.Tier;
import io.slipway.server.notification.About;
import io.slipway.server.notification.Deciders;
import io.slipway.server.notification.Notice;
import io.slipway.server.notification.Outbox;
import io.slipway.server.notification.Topic;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Tells of cases by the outbox: whoever is on duty where a case lies gets a mail, without subscribing to anything. */
public final class CaseNews implements Deciders {
    private final Outbox outbox;
    private final Rollouts rollouts;

    public CaseNews(Outbox outbox, Rollouts rollouts) {
        this.outbox = outbox;
        this.rollouts = rollouts;
    }

    void tell(Handle handle, ServedRollout rollout, Case one, CaseEvent.Kind kind, String actor) {
        topic(kind)
                .ifPresent(topic -> outbox.write(
                        handle,
                        topic,
                        new About(
                                rollout.project(),
                                "",
                                one.number(),
                                About.CASE,
                                one.tier().name(),
                                one.reporter()),
                        actor,
                        // what a database or a stranger wrote stays here
                        one.source() == Case.Source.UNKNOWN_SENDER ? "" : one.title()));
    }

    private static Optional<Topic> topic(CaseEvent.Kind kind) {
        return switch (kind) {
            case OPENED -> Optional.of(Topic.CASE_OPENED);
            case ESCALATED -> Optional.of(Topic.CASE_ESCALATED);
            case DE_ESCALATED, REROUTED, REOPENED -> Optional.of(Topic.CASE_HANDED_OVER);
            case OVERDUE -> Optional.of(Topic.CASE_OVERDUE);
            case RESOLVED -> Optional.of(Topic.CASE_RESOLVED);
            case ACKNOWLEDGED, ASSIGNED, NOTED, PAUSED, RESUMED, MERGED, ABSORBED, CAUSE_NAMED, TRACKED ->
                Optional.empty();
        };
    }

    @Override
    public List<String> addresses(Notice notice) {
        if (!notice.topic().ofCase()) {
            return List.of();
        }
        Optional<ServedRollout> rollout = rollouts.find(notice.about().project());
        Optional<Support> support = rollout.flatMap(served -> served.rollout().support());
        Optional<Tier> tier = Tier.of(notice.about().version());
        if (support.isEmpty() || tier.isEmpty()) {
            return List.of();
        }
        Set<String> addresses = new LinkedHashSet<>();
        rollout.flatMap(served -> served.rollout().people().find(notice.about().requestedBy()))
                .filter(reporter -> notice.topic() == Topic.CASE_RESOLVED)
                .map(Person::email)
                .ifPresent(addresses::add);
        if (notice.topic() != Topic.CASE_RESOLVED) {
            SupportTier with = support.get().tier(tier.get());
            with.onDuty(notice.at()).stream().map(Person::email).forEach(addresses::add);
            addresses.addAll(with.mail());
        }
        if (notice.topic() == Topic.CASE_OVERDUE) {
            rollout.map(served -> served.rollout().manager().email()).ifPresent(addresses::add);
        }
        return List.copyOf(addresses);
    }
}
