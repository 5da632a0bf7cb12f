package io.slipway.server;

import io.slipway.server.access.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Calls everything that the API has for trainings, each with the answer that it is for. */
final class TrainingCalls {
    private static final String ROLLOUT = "/api/projects/trained/rollout";
    private static final String SESSIONS = ROLLOUT + "/trainings/sessions";
    private final TestServer server;
    private final OpenApiContract contract;
    private final MovedClock clock;

    TrainingCalls(TestServer server, OpenApiContract contract, MovedClock clock) {
        this.server = server;
        this.contract = contract;
        this.clock = clock;
    }

    void all(Path folder, Client admin) throws Exception {
        SampleProject project = SampleProject.make(folder, "trained");
        contract.by(admin);
        contract.post(201, "/api/projects", Map.of("definition", project.definition("trained")));
        contract.by(Client.of(server, "tess", Role.ROLLOUT_MANAGER));
        String file = SampleTrainings.file("trained").replace("ada", "tina");
        contract.send("PUT", 200, ROLLOUT, Map.of("file", file));
        contract.get(200, ROLLOUT + "/trainings");
        String offers = ROLLOUT + "/trainings/offers?kind=hands-on";
        Instant first =
                Instant.parse(contract.get(200, offers).json().at("/nearest/0").asString());
        contract.post(409, SESSIONS, Map.of("kind", "hands-on", "from", "2020-01-01T09:00:00Z"));
        TestServer.Answer made = contract.post(201, SESSIONS, Map.of("kind", "hands-on", "from", first.toString()));
        long number = made.json().path("number").asLong();
        String second = contract.get(200, offers + "&people=ben,tina&near=" + first.plus(Duration.ofDays(1)))
                .json()
                .at("/nearest/0")
                .asString();
        contract.post(200, SESSIONS + "/" + number + "/move", Map.of("sequence", 1, "from", second, "reason", "later"));
        contract.post(200, SESSIONS + "/" + number + "/link", Map.of("link", "https://meet.example.org/elsewhere"));
        contract.post(200, SESSIONS + "/" + number + "/meeting", Map.of());
        contract.post(
                200, SESSIONS + "/" + number + "/cancellation", Map.of("sequence", 2, "reason", "nobody has time"));
        held(second);
    }

    private void held(String from) throws Exception {
        TestServer.Answer made = contract.post(
                201,
                SESSIONS,
                Map.of(
                        "kind",
                        "hands-on",
                        "from",
                        from,
                        "link",
                        "https://meet.example.org/x",
                        "people",
                        List.of("tina", "ben")));
        String session = SESSIONS + "/" + made.json().path("number").asLong();
        Client lead = Client.of(server, "tina", Role.VIEWER);
        contract.by(lead);
        contract.post(200, session + "/answers", Map.of("sequence", 1, "yes", true));
        contract.post(201, session + "/questions", Map.of("text", "How do I drop a column?"));
        contract.post(201, session + "/questions", Map.of("text", "Where are the logs?", "asker", "tina"));
        contract.by(Client.of(server, "tom", Role.ROLLOUT_MANAGER));
        clock.moveBy(Duration.between(clock.instant(), Instant.parse(from)).plusMinutes(5));
        contract.post(200, session + "/attendance", Map.of("present", List.of("tina")));
        contract.post(200, session + "/questions/0/case", Map.of());
        contract.post(200, session + "/questions/1/guide", Map.of("link", "/projects/trained"));
        contract.get(200, session);
    }
}
