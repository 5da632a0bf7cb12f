package io.slipway.server.support;

import io.slipway.rollout.support.MeetingPlan.Meeting;
import io.slipway.server.audit.AuditEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A meeting as people were last invited to it.
 *
 * @param sequence iCalendar's SEQUENCE: rises with each change
 * @param people accounts of who was invited, in order; none when it was cancelled
 */
public record InvitedMeeting(Meeting meeting, int sequence, List<String> people) {
    /** The event of an invitation: its subject is the meeting's day. */
    public static final String INVITED = "meeting-invited";
    /** So for one that takes place no more. */
    public static final String CANCELLED = "meeting-cancelled";

    public InvitedMeeting {
        people = List.copyOf(people);
    }

    static InvitedMeeting first(Meeting meeting, List<String> people) {
        return new InvitedMeeting(meeting, 0, people);
    }

    InvitedMeeting changed(Meeting now, List<String> whom) {
        return new InvitedMeeting(now, sequence + 1, whom);
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

    /** The newest of each day, from events in their order. */
    static Map<LocalDate, InvitedMeeting> of(List<AuditEvent> events) {
        Map<LocalDate, InvitedMeeting> invited = new TreeMap<>();
        for (AuditEvent event : events) {
            Map<String, String> detail = event.texts();
            LocalDate day = LocalDate.parse(event.subject());
            Meeting meeting = new Meeting(
                    day,
                    Instant.parse(detail.getOrDefault("from", "")),
                    Instant.parse(detail.getOrDefault("until", "")),
                    detail.getOrDefault("link", ""));
            invited.put(
                    day,
                    new InvitedMeeting(
                            meeting,
                            Integer.parseInt(detail.getOrDefault("sequence", "0")),
                            Arrays.stream(detail.getOrDefault("people", "").split(",", -1))
                                    .filter(key -> !key.isEmpty())
                                    .toList()));
        }
        return invited;
    }
}
