package io.slipway.server.meeting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.server.secret.Secrets;
import io.slipway.server.support.TrackerFailure;
import io.slipway.server.support.TrackerHttp;
import io.slipway.store.Store;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * GoTo Meeting by its REST API (https://developer.goto.com/GoToMeetingV1). Making the same meeting twice is not refused
 * there, so each has a mark at the end of its subject, by which it is found.
 */
public final class GotoClient {
    private static final int LONGEST_SUBJECT = 100;
    /** What GoTo names in {@code joinURL}, which only whoever makes a meeting is told. */
    private static final String JOIN = "https://global.gotomeeting.com/join/";

    private static final int UNAUTHORIZED = 401;
    private static final int NOT_FOUND = 404;
    private final GotoAccount account;
    private final TrackerHttp http;

    public GotoClient(GotoSettings settings, TrackerHttp http, Store store, Secrets secrets, Clock clock) {
        this.account = new GotoAccount(settings, http, store, secrets, clock);
        this.http = http;
    }

    /** @param link where people join */
    public record Made(String key, String link) {}

    public record Times(Instant from, Instant until) {}

    /** The one with a mark, among those that are still to come. */
    public Optional<Made> find(String mark) throws TrackerFailure {
        for (JsonNode meeting : call("GET", "/upcomingMeetings", Optional.empty())) {
            if (meeting.path("subject").asText().endsWith(mark)) {
                return Optional.of(made(meeting));
            }
        }
        return Optional.empty();
    }

    /** Makes one with a mark. Each call makes another. */
    public Made make(String title, String mark, Times times) throws TrackerFailure {
        return made(
                call("POST", "/meetings", Optional.of(body(title, mark, times))).path(0));
    }

    /** Brings it to other times; doing so again changes nothing. */
    public void move(String key, String title, String mark, Times times) throws TrackerFailure {
        call("PUT", "/meetings/" + key, Optional.of(body(title, mark, times)));
    }

    /** Takes it away; one that is not there is gone. */
    public void remove(String key) throws TrackerFailure {
        try {
            call("DELETE", "/meetings/" + key, Optional.empty());
        } catch (TrackerFailure e) {
            if (e.status() != NOT_FOUND) {
                throw e;
            }
        }
    }

    private static Made made(JsonNode meeting) throws TrackerFailure {
        String key = meeting.path("meetingid").asText(meeting.path("meetingId").asText(""));
        if (!key.matches("\\d{1,18}")) {
            throw new TrackerFailure("Its answer names no meeting.", true, false, Duration.ZERO);
        }
        return new Made(key, meeting.path("joinURL").asText(JOIN + key));
    }

    private static ObjectNode body(String title, String mark, Times times) {
        int room = LONGEST_SUBJECT - mark.length() - 1;
        return JsonNodeFactory.instance
                .objectNode()
                .put("subject", (title.length() > room ? title.substring(0, room) : title) + " " + mark)
                .put("starttime", times.from().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("endtime", times.until().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("passwordrequired", false)
                .put("conferencecallinfo", "Hybrid")
                // must be there, and empty
                .put("timezonekey", "")
                .put("meetingtype", "scheduled");
    }

    /** A token may be taken back before its hour is over: once more, with another. */
    private JsonNode call(String method, String path, Optional<JsonNode> body) throws TrackerFailure {
        URI url = URI.create(account.settings().api() + "/G2M/rest" + path);
        try {
            return http.call(account.authorization(), method, url, body);
        } catch (TrackerFailure e) {
            if (e.status() != UNAUTHORIZED) {
                throw e;
            }
            account.refused();
            return http.call(account.authorization(), method, url, body);
        }
    }
}
