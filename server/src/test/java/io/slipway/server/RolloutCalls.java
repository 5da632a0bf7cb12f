package io.slipway.server;

import io.slipway.server.access.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Calls everything that the API has for rollouts, each with the answer that it is for. */
final class RolloutCalls {
    private static final String TEAM = "/api/projects/team";
    private static final String ROLLOUT = TEAM + "/rollout";
    private final TestServer server;
    private final OpenApiContract contract;
    private final MovedClock clock;

    RolloutCalls(TestServer server, OpenApiContract contract, MovedClock clock) {
        this.server = server;
        this.contract = contract;
        this.clock = clock;
    }

    void all(Path folder, Client admin, Client lead) throws Exception {
        SampleProject team = SampleProject.make(folder, "team");
        Client rita = Client.of(server, "rosa", Role.ROLLOUT_MANAGER);
        Client carl = Client.of(server, "carl", Role.VIEWER);
        Client ada = Client.of(server, "ada", Role.TEAM_LEAD);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneId.of("Europe/Berlin"));
        String file = GoLiveTest.FILE
                        .replaceFirst("(?s)gates:.*", "")
                        .replace("project: shop", "project: team")
                        .replace("rita", "rosa")
                        .replace("first: 2026-12-07", "first: " + today)
                + "gates: { date-agreed: {}, counted: { environment: dev, sql: SELECT 1, equals: 1 }, waivers: [rosa, carl] }\nhypercare: { sprints: 1, votes: [ada] }\n"
                + "provision: { database: postgresql, manual: [{ id: firewall, title: Open it, who: ada, evidence: its"
                + " number }] }\n";
        contract.by(admin);
        contract.post(
                201,
                "/api/projects",
                Map.of("definition", team.definition("team"), "trustedKeys", team.publicKey(), "title", "Team"));
        contract.by(rita);
        contract.send("PUT", 200, ROLLOUT, Map.of("file", file, "revision", 0));
        contract.send("PUT", 409, ROLLOUT, Map.of("file", file + "# another\n", "revision", 0));
        contract.get(200, ROLLOUT);
        contract.get(200, "/api/rollouts");
        contract.get(200, ROLLOUT + "/readiness");
        contract.post(200, ROLLOUT + "/manual-steps/firewall/evidence", Map.of("text", "CHG-4711"));
        contract.get(200, ROLLOUT + "/manual-steps");
        contract.post(
                201,
                ROLLOUT + "/scenarios",
                Map.of(
                        "results",
                        List.of(Map.of(
                                "kind",
                                "guide",
                                "scenario",
                                "read-the-history",
                                "edition",
                                "0".repeat(64),
                                "passed",
                                true,
                                "version",
                                "0.1.0",
                                "at",
                                clock.instant().toString(),
                                "pieces",
                                4,
                                "digest",
                                "1".repeat(64)))));
        contract.get(200, ROLLOUT + "/scenarios");
        contract.post(200, ROLLOUT + "/readiness/check", Map.of());
        String waiver = ROLLOUT + "/gates/counted/waiver";
        contract.post(
                200,
                waiver,
                Map.of(
                        "reason",
                        "it is known",
                        "until",
                        clock.instant().plus(Duration.ofDays(1)).toString()));
        contract.by(carl);
        contract.post(200, waiver + "/agreement", Map.of());
        contract.post(200, waiver + "/end", Map.of("reason", "no longer"));
        rehearsal(team, rita, admin);
        cleanup(rita, admin, lead);
        live(team, rita, ada, admin, today);
        looser(file, rita, ada);
    }

    /** Once a date was proposed, a file that asks for less waits for somebody else. */
    private void looser(String file, Client rita, Client ada) throws Exception {
        String wish = ROLLOUT + "/wish";
        String fewer = file.replace("stakeholders: [ada, carl]", "stakeholders: [ada]");
        contract.by(rita);
        contract.send("PUT", 409, ROLLOUT, Map.of("file", fewer));
        String digest =
                contract.get(200, wish).json().path("wish").path("digest").asString();
        contract.by(ada);
        contract.post(200, wish + "/agreement", Map.of("digest", digest));
        contract.by(rita);
        contract.send("PUT", 409, ROLLOUT, Map.of("file", fewer.replace("date-agreed: {}, ", "")));
        contract.post(200, wish + "/end", Map.of());
    }

    private void rehearsal(SampleProject team, Client rita, Client admin) throws Exception {
        contract.by(rita);
        contract.post(201, ROLLOUT + "/rehearsals", Map.of());
        contract.post(200, ROLLOUT + "/rehearsals/tags", Map.of("kind", "person", "name", "actor"));
        admin.upload("team", team.pack());
        deploy(admin);
        contract.post(200, ROLLOUT + "/rehearsals/end", Map.of());
        contract.get(200, ROLLOUT + "/rehearsals");
    }

    private void cleanup(Client rita, Client admin, Client lead) throws Exception {
        TestServer.Answer plan = contract.get(200, ROLLOUT + "/cleanup");
        Map<String, String> digest = Map.of("digest", plan.json().path("digest").asString());
        contract.by(admin);
        contract.post(200, ROLLOUT + "/cleanup/approvals", digest);
        contract.by(lead);
        contract.post(200, ROLLOUT + "/cleanup/approvals", digest);
        contract.by(rita);
        contract.post(200, ROLLOUT + "/cleanup", Map.of());
        contract.get(200, ROLLOUT + "/cleanup/verification");
        contract.get(200, ROLLOUT + "/reference");
        contract.post(200, ROLLOUT + "/reference", Map.of());
    }

    private void live(SampleProject team, Client rita, Client ada, Client admin, LocalDate today) throws Exception {
        AgreedDates.agree(server, "team", today.toString());
        contract.post(200, ROLLOUT + "/readiness/check", Map.of());
        team.script("002_more", "CREATE TABLE more (id integer PRIMARY KEY);", "DROP TABLE more;");
        admin.upload("team", team.pack());
        contract.get(200, ROLLOUT + "/hypercare");
        clock.moveBy(Duration.ofDays(15));
        contract.by(ada);
        contract.post(200, ROLLOUT + "/hypercare/votes", Map.of("yes", true));
        contract.by(rita);
        contract.post(200, ROLLOUT + "/switch-back", Map.of("reason", "enough seen"));
    }

    private static void deploy(Client admin) throws Exception {
        admin.ended(
                admin.post(TEAM + "/deployments", Map.of("artifact", "latest", "environment", "dev", "reason", "x")));
    }
}
