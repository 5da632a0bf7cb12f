package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.cli.Wiring;
import io.slipway.cli.commands.RootCommand;
import io.slipway.enablement.scenario.Actor;
import io.slipway.enablement.scenario.Scenarios;
import io.slipway.enablement.scenario.Start;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands make, handed in to a server where a team's gates look at it. */
class HandInTest {
    private static final String NAME = "see-where-everything-is";
    private static final String ROLLOUT = """
        team: shopkeepers
        project: shop
        zone: Europe/Berlin
        people:
          ron: { name: Ron Abel, email: ron@example.org, duties: [rollout-manager] }
          vic: { name: Vic Odell, email: vic@example.org, duties: [stakeholder] }
        manager: ron
        stakeholders: [vic]
        sprints: { first: 2026-12-07, days: 14, count: 6 }
        gates: { guides-built: {}, demo-run: {}, waivers: [] }
        """;

    @TempDir
    private static Path launchers;

    @TempDir
    private Path folder;

    private final Playing playing = new Playing();

    @BeforeAll
    static void terminalsFindSlipway() throws IOException {
        Playing.install(launchers);
    }

    @AfterAll
    static void forget() {
        Playing.forget();
    }

    @Test
    void whatIsMadeIsEvidenceOnTheServer() throws Exception {
        InputStream before = System.in;
        try (PracticeGround ground = PracticeGround.open(playing.wiring());
                PracticeInstallation installation = ground.install(new Start(List.of(), false))) {
            Map<String, String> variables = new HashMap<>(System.getenv());
            installation.token(Actor.ROLLOUT_MANAGER).use(token -> variables.put("SLIPWAY_TOKEN", token));
            variables.put("SLIPWAY_SERVER", installation.console().toString());
            String path = "/api/projects/shop/rollout";
            assertThat(send(
                            installation.console().resolve(path),
                            variables,
                            "PUT",
                            "{\"file\": \"" + ROLLOUT.replace("\n", "\\n") + "\"}"))
                    .contains("shopkeepers");

            assertThat(run(
                            variables,
                            "guide",
                            NAME,
                            "--to",
                            folder.toString(),
                            "--team",
                            "others",
                            "--project",
                            "shop"))
                    .isEqualTo(64);
            assertThat(folder).isEmptyDirectory();
            // what cannot be handed in is told before minutes of playing
            assertThat(run(variables, "guide", NAME, "--to", folder.toString(), "--team", "nobodys"))
                    .isEqualTo(64);
            assertThat(playing.said())
                    .contains("The server has no rollout of a team 'nobodys' that you may see.", "--project");
            Map<String, String> viewer = new HashMap<>(variables);
            installation.token(Actor.VIEWER).use(token -> viewer.put("SLIPWAY_TOKEN", token));
            assertThat(run(viewer, "guide", NAME, "--to", folder.toString(), "--team", "shopkeepers"))
                    .isEqualTo(4);
            assertThat(playing.said())
                    .contains("it takes the permission 'rollout'")
                    .doesNotContain("Playing");
            assertThat(folder).isEmptyDirectory();
            assertThat(run(variables, "guide", NAME, "--to", folder.toString(), "--team", "shopkeepers"))
                    .as(playing.said())
                    .isZero();
            System.setIn(new ByteArrayInputStream("\n".repeat(200).getBytes(StandardCharsets.US_ASCII)));
            assertThat(run(
                            variables,
                            "demo",
                            NAME,
                            "--live",
                            "--headless",
                            "--team",
                            "shopkeepers",
                            "--project",
                            "shop"))
                    .as(playing.said())
                    .isZero();
            assertThat(playing.said()).contains("Handed in for shopkeepers: 1 result.");
            String gates = send(installation.console().resolve(path + "/readiness/check"), variables, "POST", "{}");
            assertThat(gates)
                    .contains("all 1 scenarios have one that tells what is so")
                    .doesNotContain("\"red\"");
            assertThat(send(installation.console().resolve(path + "/scenarios"), variables, "GET", ""))
                    .contains(Scenarios.builtIn().named(List.of(NAME)).get(0).digest(), "\"by\":\"ron\"");

            // the same scenario, with a step that does not hold
            Files.writeString(
                    folder.resolve("broken.yaml"),
                    "scenario: " + NAME
                            + "\ntitle: T\naudience: viewer\nsummary: S\nchapters:\n  - title: C\n    steps:\n"
                            + "      - open: /nowhere\n");
            assertThat(run(
                            variables,
                            "guide",
                            "--all",
                            "--from",
                            folder.toString(),
                            "--to",
                            folder.resolve("x").toString(),
                            "--team",
                            "shopkeepers",
                            "--project",
                            "shop"))
                    .isEqualTo(2);
            assertThat(send(installation.console().resolve(path + "/readiness/check"), variables, "POST", "{}"))
                    .contains("a step failed at");
        } finally {
            System.setIn(before);
        }
    }

    private int run(Map<String, String> variables, String... words) {
        List<String> all = new ArrayList<>(List.of("scenario"));
        all.addAll(List.of(words));
        Wiring as = playing.wiring();
        return RootCommand.commandLine(
                        new Wiring(variables, as.clock(), as.cancellation(), as.console(), as.products()))
                .execute(all.toArray(String[]::new));
    }

    private static String send(URI uri, Map<String, String> variables, String verb, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + variables.get("SLIPWAY_TOKEN"))
                .header("Content-Type", "application/json")
                .method(
                        verb,
                        verb.equals("GET")
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
