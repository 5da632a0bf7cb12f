package io.slipway.server.support;

import static io.slipway.server.support.JiraClient.encoded;
import static io.slipway.server.support.JiraClient.needed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.rollout.support.Tracker;
import java.net.URI;
import java.util.Optional;

/**
 * ServiceNow's incidents by its Table API
 * (https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/concept/c_TableAPI.html). A
 * case's mark is the incident's {@code correlation_id}.
 */
final class ServiceNowClient implements TrackerClient {
    private static final String TABLE = "/api/now/table/incident";
    private static final String FIELDS = "sysparm_fields=sys_id,number,state";
    /** Resolved; 7 is closed, 8 cancelled. */
    private static final int RESOLVED = 6;

    private final TrackerHttp http;
    private final TrackerHttp.Login login;
    private final Tracker tracker;

    ServiceNowClient(TrackerHttp http, TrackerHttp.Login login, Tracker tracker) {
        this.http = http;
        this.login = login;
        this.tracker = tracker;
    }

    @Override
    public Optional<Remote> find(String mark) throws TrackerFailure {
        String query = "correlation_id=" + mark + "^ORDERBYsys_created_on";
        JsonNode found = call(
                        "GET", "?" + FIELDS + "&sysparm_limit=2&sysparm_query=" + encoded(query), Optional.empty())
                .path("result");
        return found.isEmpty() ? Optional.empty() : Optional.of(remote(found.get(0)));
    }

    @Override
    public Remote make(String mark, Content content) throws TrackerFailure {
        ObjectNode body = fields(content).put("correlation_id", mark).put("correlation_display", "Slipway");
        if (!tracker.place().isEmpty()) {
            body.put("assignment_group", tracker.place());
        }
        return remote(call("POST", "?" + FIELDS, Optional.of(body)).path("result"));
    }

    @Override
    public Remote update(String key, Content content) throws TrackerFailure {
        ObjectNode body = fields(content);
        if (content.resolved()) {
            Remote now = state(key);
            if (now.done()) {
                return now;
            }
            body.put("state", Integer.toString(RESOLVED))
                    .put("close_code", "Solved (Permanently)")
                    .put("close_notes", content.note());
        }
        return remote(
                call("PATCH", "/" + id(key) + "?" + FIELDS, Optional.of(body)).path("result"));
    }

    @Override
    public Remote state(String key) throws TrackerFailure {
        return remote(
                call("GET", "/" + id(key) + "?" + FIELDS, Optional.empty()).path("result"));
    }

    private static String id(String key) {
        return encoded(key.replaceFirst("^[^/]*/", ""));
    }

    private static Remote remote(JsonNode incident) throws TrackerFailure {
        int state = incident.path("state").asInt(1);
        String words = switch (state) {
            case 1 -> "New";
            case 2 -> "In Progress";
            case 3 -> "On Hold";
            case 6 -> "Resolved";
            case 7 -> "Closed";
            case 8 -> "Canceled";
            default -> "state " + state;
        };
        return new Remote(needed(incident, "number") + "/" + needed(incident, "sys_id"), words, state >= RESOLVED);
    }

    private static ObjectNode fields(Content content) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("short_description", content.title())
                .put("description", content.text());
    }

    private JsonNode call(String method, String rest, Optional<JsonNode> body) throws TrackerFailure {
        return http.call(
                login, method, URI.create(tracker.url().toString().replaceFirst("/+$", "") + TABLE + rest), body);
    }
}
