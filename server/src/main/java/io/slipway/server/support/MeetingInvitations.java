package io.slipway.server.support;

import io.slipway.rollout.people.Person;
import io.slipway.rollout.support.MeetingPlan.Meeting;
import io.slipway.rollout.support.Support;
import io.slipway.rollout.support.SupportTier;
import io.slipway.rollout.support.Tier;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Invites the second and third tier to each of their meetings, a day ahead and with what is open then; again when its
 * time, its place or who is to come changes, and not at all without a mail server. What was sent is an event, in the
 * transaction in which the letters are written: each invitation goes out once.
 */
public final class MeetingInvitations implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(MeetingInvitations.class);
    private static final Duration AHEAD = Duration.ofHours(24);
    private static final int DAYS_LOOKED_AT = 14;
    private final Store store;
    private final Rollouts rollouts;
    private final RolloutLedger ledger;
    private final SupportMeetings meetings;
    private final MeetingLetters letters;
    private final Clock clock;

    public MeetingInvitations(
            Store store,
            Rollouts rollouts,
            RolloutLedger ledger,
            SupportMeetings meetings,
            MeetingLetters letters,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.meetings = meetings;
        this.letters = letters;
        this.clock = clock;
    }

    /** @param before how people were invited until now; empty for a first invitation */
    private record Change(Optional<InvitedMeeting> before, InvitedMeeting now) {}

    /** How people were invited to the meeting of a day; empty while nobody was. */
    public Optional<InvitedMeeting> of(ServedRollout rollout, LocalDate day) {
        return Optional.ofNullable(InvitedMeeting.of(ledger.events(rollout.team(), Topic.MEETINGS))
                        .get(day))
                .filter(invited -> !invited.people().isEmpty());
    }

    @Override
    public void run() {
        for (ServedRollout rollout : rollouts.all()) {
            try {
                look(rollout);
            } catch (RuntimeException e) {
                // one team's trouble is none of another's; it is looked at again
                LOG.warn("the meetings of {} could not be looked at: {}", rollout.team(), e.toString());
            }
        }
    }

    private void look(ServedRollout rollout) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        List<Meeting> planned = meetings.between(rollout, today.minusDays(1), today.plusDays(DAYS_LOOKED_AT)).stream()
                .filter(meeting -> meeting.from().isAfter(now))
                .toList();
        List<String> people = people(rollout);
        if (store.read(handle -> changes(handle, rollout, planned, people, now)).isEmpty()) {
            return;
        }
        String agenda = AgendaText.of(meetings.agenda(rollout.project()));
        store.run(handle -> {
            lock(handle, rollout);
            Optional<String> organizer = letters.organizer(handle);
            if (organizer.isPresent()) {
                for (Change change : changes(handle, rollout, planned, people, now)) {
                    write(handle, rollout, change, organizer.get(), agenda);
                }
            }
        });
    }

    /** Another node may look at the same moment. */
    static void lock(Handle handle, ServedRollout rollout) {
        handle.createUpdate("UPDATE rollout SET revision = revision WHERE team = :team")
                .bind("team", rollout.team())
                .execute();
    }

    private List<Change> changes(
            Handle handle, ServedRollout rollout, List<Meeting> planned, List<String> people, Instant now) {
        Map<LocalDate, InvitedMeeting> known =
                InvitedMeeting.of(ledger.events(handle, rollout.team(), Topic.MEETINGS, 0));
        List<Change> changes = new ArrayList<>();
        for (Meeting meeting : planned) {
            InvitedMeeting before = known.remove(meeting.day());
            boolean near = !meeting.from().isAfter(now.plus(AHEAD));
            if (before == null && near) {
                changes.add(new Change(Optional.empty(), InvitedMeeting.first(meeting, people)));
            } else if (before != null
                    && !before.says(meeting, people)
                    && (near || !before.people().isEmpty())) {
                changes.add(new Change(Optional.of(before), before.changed(meeting, people)));
            }
        }
        known.values().stream()
                .filter(gone ->
                        !gone.people().isEmpty() && gone.meeting().from().isAfter(now))
                .forEach(gone -> changes.add(new Change(Optional.of(gone), gone.changed(gone.meeting(), List.of()))));
        return changes;
    }

    private void write(Handle handle, ServedRollout rollout, Change change, String organizer, String agenda) {
        InvitedMeeting now = change.now();
        ledger.append(
                handle,
                rollout,
                Topic.MEETINGS,
                CaseLedger.SERVER,
                now.action(),
                now.meeting().day().toString(),
                now.detail());
        MeetingLetters.Occasion occasion = new MeetingLetters.Occasion(rollout, now, organizer, agenda);
        List<String> invitedBefore = change.before().map(InvitedMeeting::people).orElse(List.of());
        boolean same = change.before()
                .filter(before -> before.meeting().equals(now.meeting()))
                .isPresent();
        now.people().stream()
                // whoever has it as it is needs no other one
                .filter(key -> !same || !invitedBefore.contains(key))
                .flatMap(key -> rollout.rollout().people().find(key).stream())
                .forEach(person -> letters.invite(handle, occasion, person));
        invitedBefore.stream()
                .filter(key -> !now.people().contains(key))
                .flatMap(key -> rollout.rollout().people().find(key).stream())
                .forEach(person -> letters.cancel(handle, occasion, person));
    }

    private static List<String> people(ServedRollout rollout) {
        Optional<Support> support = rollout.rollout().support();
        return Stream.of(Tier.L2, Tier.L3)
                .flatMap(tier -> support.map(plan -> plan.tier(tier)).stream())
                .map(SupportTier::members)
                .flatMap(List::stream)
                .map(Person::key)
                .distinct()
                .sorted()
                .toList();
    }
}
