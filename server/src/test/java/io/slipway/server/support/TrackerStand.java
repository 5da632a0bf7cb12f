package io.slipway.server.support;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in for Jira Cloud and ServiceNow at once, after their published APIs: it keeps what is made, asks for the
 * login, finds by label and by correlation id, and can be told to go wrong.
 */
final class TrackerStand implements AutoCloseable, ResponseDefinitionTransformerV2 {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LABEL = Pattern.compile("labels = \"([^\"]+)\"");
    private final WireMockServer server;
    private final List<Issue> issues = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private volatile boolean indexed = true;
    private volatile Runnable atPost = () -> {};
    private volatile Runnable afterPost = () -> {};

    /** What happens to the next call that makes something. */
    enum Trouble {
        NONE,
        /** It is made, and the answer gets lost. */
        LOST_ANSWER,
        /** It is made, and the answer comes too late. */
        LATE,
        /** Nothing is made. */
        UNAVAILABLE,
        REFUSED,
        BUSY
    }

    static final class Issue {
        final String key;
        final String id;
        final String mark;
        volatile String summary;
        volatile String text;
        volatile String status = "To Do";
        volatile int state = 1;
        volatile String note = "";

        Issue(String key, String id, String mark, String summary, String text) {
            this.key = key;
            this.id = id;
            this.mark = mark;
            this.summary = summary;
            this.text = text;
        }
    }

    TrackerStand() {
        server = new WireMockServer(
                wireMockConfig().dynamicPort().bindAddress("127.0.0.1").extensions(this));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(WireMock.aResponse().withTransformers(getName())));
    }

    URI url() {
        return URI.create(server.baseUrl());
    }

    List<Issue> issues() {
        return issues;
    }

    List<String> calls() {
        return calls;
    }

    void next(Trouble... next) {
        troubles.addAll(List.of(next));
    }

    /** Whether the search knows what is made; Jira's lags behind. */
    void indexed(boolean now) {
        indexed = now;
    }

    void atPost(Runnable before, Runnable after) {
        atPost = before;
        afterPost = after;
    }

    @Override
    public String getName() {
        return "tracker";
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        String path = URI.create(request.getUrl()).getPath();
        calls.add(request.getMethod() + " " + path);
        String login = "Basic "
                + Base64.getEncoder().encodeToString("bot@example.org:s3cret".getBytes(StandardCharsets.UTF_8));
        if (!login.equals(request.getHeader("Authorization"))) {
            return answer(401, JsonNodeFactory.instance.objectNode());
        }
        return path.startsWith("/rest/api/3/") ? jira(request, path) : serviceNow(request, path);
    }

    private ResponseDefinition jira(Request request, String path) {
        String method = request.getMethod().toString();
        if (path.equals("/rest/api/3/issue") && method.equals("POST")) {
            JsonNode fields = body(request).path("fields");
            return made(() -> {
                Issue issue = new Issue(
                        fields.path("project").path("key").asText() + "-" + (issues.size() + 1),
                        Integer.toString(10_000 + issues.size()),
                        fields.path("labels").path(1).asText(),
                        fields.path("summary").asText(),
                        fields.path("description").toString());
                issues.add(issue);
                return JsonNodeFactory.instance.objectNode().put("id", issue.id).put("key", issue.key);
            });
        }
        if (path.equals("/rest/api/3/search/jql")) {
            Matcher label = LABEL.matcher(query(request, "jql"));
            ObjectNode found = JsonNodeFactory.instance.objectNode();
            ArrayNode list = found.putArray("issues");
            if (label.find()) {
                issues.stream()
                        .filter(issue -> indexed && issue.mark.equals(label.group(1)))
                        .forEach(issue -> list.add(jira(issue)));
            }
            return answer(200, found);
        }
        Optional<Issue> issue = issues.stream()
                .filter(known -> path.startsWith("/rest/api/3/issue/" + known.key))
                .findFirst();
        if (issue.isEmpty()) {
            return answer(404, JsonNodeFactory.instance.objectNode());
        }
        if (path.endsWith("/transitions")) {
            if (method.equals("POST")) {
                issue.get().status =
                        body(request).path("transition").path("id").asText().equals("31") ? "Done" : "In Progress";
                return answer(204, JsonNodeFactory.instance.missingNode());
            }
            ObjectNode ways = JsonNodeFactory.instance.objectNode();
            ArrayNode list = ways.putArray("transitions");
            list.addObject()
                    .put("id", "21")
                    .putObject("to")
                    .putObject("statusCategory")
                    .put("key", "indeterminate");
            list.addObject()
                    .put("id", "31")
                    .putObject("to")
                    .putObject("statusCategory")
                    .put("key", "done");
            return answer(200, ways);
        }
        if (method.equals("PUT")) {
            issue.get().summary = body(request).path("fields").path("summary").asText();
            issue.get().text = body(request).path("fields").path("description").toString();
            return answer(204, JsonNodeFactory.instance.missingNode());
        }
        return answer(200, jira(issue.get()));
    }

    private static ObjectNode jira(Issue issue) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("id", issue.id).put("key", issue.key);
        ObjectNode status = node.putObject("fields").putObject("status").put("name", issue.status);
        status.putObject("statusCategory").put("key", issue.status.equals("Done") ? "done" : "new");
        return node;
    }

    private ResponseDefinition serviceNow(Request request, String path) {
        String method = request.getMethod().toString();
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (path.equals("/api/now/table/incident") && method.equals("POST")) {
            JsonNode body = body(request);
            return made(() -> {
                Issue issue = new Issue(
                        "INC001000" + (issues.size() + 1),
                        String.format(java.util.Locale.ROOT, "%032x", issues.size() + 1),
                        body.path("correlation_id").asText(),
                        body.path("short_description").asText(),
                        body.path("description").asText());
                issues.add(issue);
                answer.set("result", incident(issue));
                return answer;
            });
        }
        if (path.equals("/api/now/table/incident")) {
            String query = query(request, "sysparm_query");
            ArrayNode list = answer.putArray("result");
            issues.stream()
                    .filter(issue -> indexed && query.startsWith("correlation_id=" + issue.mark))
                    .forEach(issue -> list.add(incident(issue)));
            return answer(200, answer);
        }
        Optional<Issue> issue =
                issues.stream().filter(known -> path.endsWith("/" + known.id)).findFirst();
        if (issue.isEmpty()) {
            return answer(404, answer);
        }
        if (method.equals("PATCH")) {
            JsonNode body = body(request);
            issue.get().text = body.path("description").asText();
            if (body.has("state")) {
                // its data policy refuses to resolve without them
                if (body.path("close_code").asText().isEmpty()
                        || body.path("close_notes").asText().isEmpty()) {
                    return answer(403, answer);
                }
                issue.get().state = body.path("state").asInt();
                issue.get().note = body.path("close_notes").asText();
            }
        }
        answer.set("result", incident(issue.get()));
        return answer(200, answer);
    }

    private static ObjectNode incident(Issue issue) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("sys_id", issue.id)
                .put("number", issue.key)
                .put("state", Integer.toString(issue.state));
    }

    private ResponseDefinition made(java.util.function.Supplier<ObjectNode> making) {
        atPost.run();
        Trouble trouble = Optional.ofNullable(troubles.poll()).orElse(Trouble.NONE);
        ObjectNode nothing = JsonNodeFactory.instance.objectNode();
        switch (trouble) {
            case UNAVAILABLE -> {
                return answer(503, nothing);
            }
            case REFUSED -> {
                return answer(400, nothing);
            }
            case BUSY -> {
                return new ResponseDefinitionBuilder()
                        .withStatus(429)
                        .withHeader("Retry-After", "120")
                        .build();
            }
            case NONE, LOST_ANSWER, LATE -> {
                // made below
            }
        }
        ObjectNode body = making.get();
        afterPost.run();
        if (trouble == Trouble.LOST_ANSWER) {
            return new ResponseDefinitionBuilder()
                    .withFault(Fault.CONNECTION_RESET_BY_PEER)
                    .build();
        }
        ResponseDefinitionBuilder answer = new ResponseDefinitionBuilder()
                .withStatus(201)
                .withHeader("Content-Type", "application/json")
                .withBody(body.toString());
        return (trouble == Trouble.LATE ? answer.withFixedDelay(2_500) : answer).build();
    }

    private static ResponseDefinition answer(int status, JsonNode body) {
        ResponseDefinitionBuilder answer = new ResponseDefinitionBuilder().withStatus(status);
        return body.isMissingNode()
                ? answer.build()
                : answer.withHeader("Content-Type", "application/json")
                        .withBody(body.toString())
                        .build();
    }

    private static JsonNode body(Request request) {
        try {
            return JSON.readTree(request.getBodyAsString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String query(Request request, String name) {
        for (String pair : Optional.ofNullable(URI.create(request.getUrl()).getRawQuery())
                .orElse("")
                .split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    @Override
    public void close() {
        server.stop();
    }
}
