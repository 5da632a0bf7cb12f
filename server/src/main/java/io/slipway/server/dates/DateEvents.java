package io.slipway.server.dates;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.rollout.agreement.DateEvent;
import io.slipway.server.audit.AuditEvent;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A rollout's dates as events of the audit log, there and back. */
final class DateEvents {
    static final String PROPOSED = "date-proposed";
    static final String MOVED = "date-moved";
    static final String VOTED = "date-voted";
    static final String REPLIED = "date-reply";
    static final String WITHDRAWN = "date-withdrawn";
    private static final ObjectMapper JSON = new ObjectMapper();

    private DateEvents() {}

    static List<DateEvent> of(List<AuditEvent> events) {
        return events.stream().flatMap(DateEvents::of).toList();
    }

    private static Stream<DateEvent> of(AuditEvent event) {
        JsonNode detail = detail(event);
        int sequence = detail.path("sequence").asInt();
        return switch (event.action()) {
            case PROPOSED, MOVED ->
                Stream.of(new DateEvent.Proposed(sequence, day(detail, "date"), event.actor(), event.at()));
            case VOTED ->
                Stream.of(new DateEvent.Voted(
                        sequence,
                        day(detail, "date"),
                        detail.path("answer").asText().equals("yes"),
                        detail.path("reason").asText(),
                        optionalDay(detail, "instead"),
                        event.actor(),
                        event.at()));
            case REPLIED ->
                // The mail's person is its subject: whoever wrote it is not known.
                Stream.of(new DateEvent.Replied(
                        sequence,
                        detail.path("answer").asText().equals("yes"),
                        optionalDay(detail, "instead"),
                        event.subject(),
                        event.at()));
            case WITHDRAWN ->
                Stream.of(
                        new DateEvent.Withdrawn(sequence, detail.path("reason").asText(), event.actor(), event.at()));
            default -> Stream.empty();
        };
    }

    private static LocalDate day(JsonNode detail, String key) {
        return LocalDate.parse(detail.path(key).asText());
    }

    private static Optional<LocalDate> optionalDay(JsonNode detail, String key) {
        return Optional.of(detail.path(key).asText())
                .filter(text -> !text.isEmpty())
                .map(LocalDate::parse);
    }

    private static JsonNode detail(AuditEvent event) {
        try {
            return JSON.readTree(event.detail());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit event's detail is JSON", e);
        }
    }

    static Map<String, String> date(int sequence, LocalDate date, String reason) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("sequence", Integer.toString(sequence));
        detail.put("date", date.toString());
        if (!reason.isEmpty()) {
            detail.put("reason", reason);
        }
        return detail;
    }

    static Map<String, String> reply(int sequence, boolean yes, Optional<LocalDate> instead) {
        Map<String, String> detail = new TreeMap<>();
        detail.put("sequence", Integer.toString(sequence));
        detail.put("answer", yes ? "yes" : "no");
        instead.ifPresent(day -> detail.put("instead", day.toString()));
        return detail;
    }

    static Map<String, String> vote(Vote vote) {
        Map<String, String> detail = date(vote.sequence(), vote.date(), vote.reason());
        detail.put("answer", vote.yes() ? "yes" : "no");
        vote.instead().ifPresent(instead -> detail.put("instead", instead.toString()));
        return detail;
    }
}
