package io.slipway.server.support;

import io.slipway.rollout.support.MeetingPlan.Meeting;
import io.slipway.server.audit.AuditEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A meeting as people were last invited to it.
 *
 * @param sequence iCalendar's SEQUENCE: rises with each change
 * @param since the SEQUENCE at which it got the time and place that it has: who was invited from then on knows them
 * @param people accounts of who was invited, in order; none when it was cancelled
 * @param answers who of them said that they come ({@code true}), or do not
 */
public record InvitedMeeting(
        Meeting meeting, int sequence, int since, List<String> people, Map<String, Boolean> answers) {
    /** The event of an invitation: its subject is the meeting's day. */
    public static final String INVITED = "meeting-invited";
    /** So for one that takes place no more. */
    public static final String CANCELLED = "meeting-cancelled";
    /** So for what somebody answered. */
    public static final String ANSWERED = "meeting-answered";

    public InvitedMeeting {
        people = List.copyOf(people);
        answers = Map.copyOf(answers);
    }

    static InvitedMeeting first(Meeting meeting, List<String> people) {
        return new InvitedMeeting(meeting, 0, 0, people, Map.of());
    }

    /** An answer holds as long as time and place do, and its person is invited. */
    InvitedMeeting changed(Meeting now, List<String> whom) {
        return become(now, sequence + 1, whom);
    }

    private InvitedMeeting become(Meeting now, int number, List<String> whom) {
        boolean moved = !now.equals(meeting);
        Map<String, Boolean> kept = new HashMap<>(moved ? Map.of() : answers);
        kept.keySet().retainAll(whom);
        return new InvitedMeeting(now, number, moved ? number : since, whom, kept);
    }

    private InvitedMeeting answered(String person, boolean yes) {
        Map<String, Boolean> now = new HashMap<>(answers);
        now.put(person, yes);
        return new InvitedMeeting(meeting, sequence, since, people, now);
    }

    /** Whether it says what is planned: time, place, and who is to come. */
    boolean says(Meeting planned, List<String> whom) {
        return meeting.equals(planned) && people.equals(whom);
    }

    String action() {
        return people.isEmpty() ? CANCELLED : INVITED;
    }

    Map<String, String> detail() {
        return Map.of(
                "sequence", Integer.toString(sequence),
                "from", meeting.from().toString(),
                "until", meeting.until().toString(),
                "link", meeting.link(),
                "people", String.join(",", people));
    }

    static Map<String, String> answer(String person, boolean yes) {
        return Map.of("person", person, "yes", Boolean.toString(yes));
    }

    /** The newest of each day, from events in their order. */
    static Map<LocalDate, InvitedMeeting> of(List<AuditEvent> events) {
        Map<LocalDate, InvitedMeeting> invited = new TreeMap<>();
        for (AuditEvent event : events) {
            Map<String, String> detail = event.texts();
            LocalDate day = LocalDate.parse(event.subject());
            if (event.action().equals(ANSWERED)) {
                invited.computeIfPresent(
                        day,
                        (key, before) -> before.answered(
                                detail.getOrDefault("person", ""), Boolean.parseBoolean(detail.get("yes"))));
            } else {
                Meeting meeting = meeting(day, detail);
                int sequence = Integer.parseInt(detail.getOrDefault("sequence", "0"));
                List<String> people = Arrays.stream(
                                detail.getOrDefault("people", "").split(",", -1))
                        .filter(key -> !key.isEmpty())
                        .toList();
                InvitedMeeting before = invited.get(day);
                invited.put(
                        day,
                        before == null
                                ? new InvitedMeeting(meeting, sequence, sequence, people, Map.of())
                                : before.become(meeting, sequence, people));
            }
        }
        return invited;
    }

    private static Meeting meeting(LocalDate day, Map<String, String> detail) {
        return new Meeting(
                day,
                Instant.parse(detail.getOrDefault("from", "")),
                Instant.parse(detail.getOrDefault("until", "")),
                detail.getOrDefault("link", ""));
    }
}
