package io.slipway.server;

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
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands in for GoTo Meeting and where its tokens come from, after their published API: it gives out access tokens for
 * refresh tokens, keeps what is made, lists what is to come, and can be told to go wrong.
 */
final class GotoStand implements AutoCloseable, ResponseDefinitionTransformerV2 {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> NEEDED = List.of(
            "subject", "starttime", "endtime", "passwordrequired", "conferencecallinfo", "timezonekey", "meetingtype");
    private final WireMockServer server;
    private final Map<String, JsonNode> meetings = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private volatile String refreshToken = "refresh-1";
    private volatile String accessToken = "";
    private int given;
    private int made;

    /** What happens to the next call of the API. */
    enum Trouble {
        /** It is done, and the answer gets lost. */
        LOST_ANSWER,
        /** Nothing is done. */
        UNAVAILABLE,
        BUSY,
        FORBIDDEN,
        /** Somebody took the access token back. */
        TOKEN_TAKEN_BACK,
        /** Nothing is done, and those who ask are told that it makes no sense. */
        REFUSED
    }

    GotoStand() {
        server = new WireMockServer(
                wireMockConfig().dynamicPort().bindAddress("127.0.0.1").extensions(this));
        server.start();
        server.stubFor(any(anyUrl()).willReturn(WireMock.aResponse().withTransformers(getName())));
    }

    Map<String, String> settings() {
        return Map.of(
                "SLIPWAY_GOTO_CLIENT_ID", "slipway-app",
                "SLIPWAY_GOTO_CLIENT_SECRET", "app-s3cret",
                "SLIPWAY_GOTO_REFRESH_TOKEN", "refresh-1",
                "SLIPWAY_GOTO_URL", server.baseUrl(),
                "SLIPWAY_GOTO_TOKEN_URL", server.baseUrl() + "/oauth/token");
    }

    Map<String, JsonNode> meetings() {
        return meetings;
    }

    List<String> calls() {
        return calls;
    }

    void next(Trouble... next) {
        synchronized (troubles) {
            troubles.addAll(List.of(next));
        }
    }

    /** The refresh token that counts; it changes with the next access token when that has grown old. */
    String refreshToken() {
        return refreshToken;
    }

    void refreshTokenIsNow(String token) {
        refreshToken = token;
    }

    @Override
    public String getName() {
        return "goto";
    }

    @Override
    public boolean applyGlobally() {
        return false;
    }

    @Override
    public synchronized ResponseDefinition transform(ServeEvent event) {
        Request request = event.getRequest();
        String path = request.getUrl();
        String call = request.getMethod() + " " + path;
        calls.add(call);
        if (call.equals("POST /oauth/token")) {
            return token(request);
        }
        Trouble trouble;
        synchronized (troubles) {
            trouble = troubles.poll();
        }
        if (trouble == Trouble.TOKEN_TAKEN_BACK) {
            accessToken = "";
        }
        if (accessToken.isEmpty() || !("Bearer " + accessToken).equals(request.getHeader("Authorization"))) {
            return answer(401, error("InvalidToken"));
        }
        if (trouble == Trouble.UNAVAILABLE) {
            return answer(503, error("down"));
        }
        if (trouble == Trouble.BUSY) {
            return ResponseDefinitionBuilder.like(answer(429, error("slower")))
                    .withHeader("Retry-After", "120")
                    .build();
        }
        if (trouble == Trouble.FORBIDDEN) {
            return answer(403, error("no licence"));
        }
        if (trouble == Trouble.REFUSED) {
            return answer(400, error("InvalidRequest"));
        }
        ResponseDefinition done = done(call, path, request);
        return trouble == Trouble.LOST_ANSWER
                ? new ResponseDefinitionBuilder()
                        .withFault(Fault.CONNECTION_RESET_BY_PEER)
                        .build()
                : done;
    }

    private ResponseDefinition token(Request request) {
        String basic = "Basic "
                + Base64.getEncoder().encodeToString("slipway-app:app-s3cret".getBytes(StandardCharsets.UTF_8));
        if (!basic.equals(request.getHeader("Authorization"))) {
            return answer(401, error("invalid_client"));
        }
        if (!request.getBodyAsString().contains("grant_type=refresh_token")
                || !request.getBodyAsString().contains("refresh_token=" + refreshToken)) {
            return answer(400, error("invalid_grant"));
        }
        given++;
        accessToken = "access-" + given;
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("access_token", accessToken)
                .put("token_type", "Bearer")
                .put("expires_in", 3600);
        if (given == 2) {
            refreshToken = "refresh-2";
            answer.put("refresh_token", refreshToken);
        }
        return answer(200, answer);
    }

    private ResponseDefinition done(String call, String path, Request request) {
        String key = path.substring(path.lastIndexOf('/') + 1);
        if (call.equals("GET /G2M/rest/upcomingMeetings")) {
            ArrayNode list = JsonNodeFactory.instance.arrayNode();
            meetings.forEach((id, meeting) -> list.addObject()
                    .put("meetingId", Long.parseLong(id))
                    .put("subject", meeting.path("subject").asText())
                    .put("startTime", meeting.path("starttime").asText())
                    .put("status", "INACTIVE"));
            return answer(200, list);
        }
        if (call.startsWith("DELETE /G2M/rest/meetings/")) {
            return meetings.remove(key) == null ? answer(404, error("NoSuchMeeting")) : nothing();
        }
        JsonNode body = body(request);
        if (NEEDED.stream().anyMatch(field -> !body.has(field))
                || !body.path("starttime").asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")
                || body.path("subject").asText().length() > 100) {
            return answer(400, error("InvalidRequest"));
        }
        if (call.startsWith("PUT /G2M/rest/meetings/")) {
            return meetings.replace(key, body) == null ? answer(404, error("NoSuchMeeting")) : nothing();
        }
        if (call.equals("POST /G2M/rest/meetings")) {
            made++;
            String id = Long.toString(569_897_550L + made);
            meetings.put(id, body);
            ArrayNode answer = JsonNodeFactory.instance.arrayNode();
            answer.addObject()
                    .put("joinURL", "https://global.gotomeeting.com/join/" + id)
                    .put("meetingid", Long.parseLong(id))
                    .put("maxParticipants", 26)
                    .put("conferenceCallInfo", "United States: +1 (636) 277-0130");
            return answer(201, answer);
        }
        return answer(404, error("NotFound"));
    }

    private static JsonNode body(Request request) {
        try {
            return JSON.readTree(request.getBodyAsString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ObjectNode error(String code) {
        return JsonNodeFactory.instance.objectNode().put("err", code);
    }

    private static ResponseDefinition nothing() {
        return new ResponseDefinitionBuilder().withStatus(204).build();
    }

    private static ResponseDefinition answer(int status, JsonNode body) {
        return new ResponseDefinitionBuilder()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body.toString())
                .build();
    }

    @Override
    public void close() {
        server.stop();
    }
}
