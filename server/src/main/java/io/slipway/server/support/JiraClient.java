package io.slipway.server.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.rollout.support.Tracker;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Jira Cloud by its REST API, version 3
 * (https://developer.atlassian.com/cloud/jira/platform/rest/v3). A case's mark is a label.
 */
final class JiraClient implements TrackerClient {
    private static final String DONE = "done";
    private final TrackerHttp http;
    private final TrackerHttp.Login login;
    private final Tracker tracker;

    JiraClient(TrackerHttp http, TrackerHttp.Login login, Tracker tracker) {
        this.http = http;
        this.login = login;
        this.tracker = tracker;
    }

    @Override
    public Optional<Remote> find(String mark) throws TrackerFailure {
        String jql = "project = \"" + tracker.place() + "\" AND labels = \"" + mark + "\" ORDER BY created ASC";
        JsonNode answer =
                call("GET", "/rest/api/3/search/jql?fields=status&maxResults=2&jql=" + encoded(jql), Optional.empty());
        JsonNode issues = answer.path("issues");
        return issues.isEmpty() ? Optional.empty() : Optional.of(remote(issues.get(0)));
    }

    @Override
    public Remote make(String mark, Content content) throws TrackerFailure {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode fields = fields(body, content);
        fields.putObject("project").put("key", tracker.place());
        fields.putObject("issuetype").put("name", tracker.kindOfIssue());
        fields.putArray("labels").add("slipway").add(mark);
        String key = needed(call("POST", "/rest/api/3/issue", Optional.of(body)), "key");
        return new Remote(key, "", false);
    }

    @Override
    public Remote update(String key, Content content) throws TrackerFailure {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        fields(body, content);
        call("PUT", "/rest/api/3/issue/" + encoded(key), Optional.of(body));
        Remote now = state(key);
        return content.resolved() && !now.done() ? finish(now) : now;
    }

    /** By whichever transition leads to an end; a workflow that has none there is the tracker's own affair. */
    private Remote finish(Remote now) throws TrackerFailure {
        String path = "/rest/api/3/issue/" + encoded(now.key()) + "/transitions";
        for (JsonNode transition : call("GET", path, Optional.empty()).path("transitions")) {
            if (transition
                    .path("to")
                    .path("statusCategory")
                    .path("key")
                    .asText()
                    .equals(DONE)) {
                ObjectNode body = JsonNodeFactory.instance.objectNode();
                body.putObject("transition").put("id", transition.path("id").asText());
                call("POST", path, Optional.of(body));
                return state(now.key());
            }
        }
        return now;
    }

    @Override
    public Remote state(String key) throws TrackerFailure {
        return remote(call("GET", "/rest/api/3/issue/" + encoded(key) + "?fields=status", Optional.empty()));
    }

    private static Remote remote(JsonNode issue) throws TrackerFailure {
        JsonNode status = issue.path("fields").path("status");
        return new Remote(
                needed(issue, "key"),
                status.path("name").asText(),
                status.path("statusCategory").path("key").asText().equals(DONE));
    }

    private static ObjectNode fields(ObjectNode body, Content content) {
        ObjectNode fields = body.putObject("fields");
        fields.put("summary", content.title());
        ObjectNode document = fields.putObject("description").put("type", "doc").put("version", 1);
        ArrayNode paragraphs = document.putArray("content");
        content.text()
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> paragraphs
                        .addObject()
                        .put("type", "paragraph")
                        .putArray("content")
                        .addObject()
                        .put("type", "text")
                        .put("text", line));
        return fields;
    }

    private JsonNode call(String method, String path, Optional<JsonNode> body) throws TrackerFailure {
        return http.call(login, method, URI.create(tracker.url().toString().replaceFirst("/+$", "") + path), body);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String needed(JsonNode answer, String field) throws TrackerFailure {
        String text = answer.path(field).asText("");
        if (text.isEmpty()) {
            throw new TrackerFailure("Its answer lacks '" + field + "'.", true, false, Duration.ZERO);
        }
        return text;
    }
}
