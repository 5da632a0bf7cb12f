package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.project.SecretReference;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many people at once, on PostgreSQL, where transactions run beside each other. */
class RacingDatesTest {
    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private TestServer server;

    @AfterEach
    void stop() {
        threads.shutdownNow();
        server.close();
    }

    @Test
    void oneDayIsTakenOnceAndOneDateIsMovedOnce() throws Exception {
        Database database = PostgresServer.newest().createDatabase();
        StoreSettings store = StoreSettings.server(
                folder.resolve("data"),
                database.url(),
                database.user(),
                SecretReference.parse("${env:STORE_PASSWORD}"));
        server = TestServer.start(
                folder.resolve("data"), store, "node-1", Map.of("STORE_PASSWORD", database.password()));
        Client root = Client.of(server, "root", Role.ADMINISTRATOR);
        Client rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
        Client ada = Client.of(server, "ada", Role.VIEWER);
        LocalDate first = LocalDate.now(ZoneOffset.UTC).plusDays(20);
        for (String name : List.of("shop", "bank")) {
            SampleProject project = SampleProject.make(folder.resolve(name), name);
            root.post(
                    "/api/projects",
                    Map.of("definition", project.definition(name), "trustedKeys", project.publicKey()));
            String file = "team: " + name + "\nproject: " + name + "\nzone: Europe/Berlin\npeople:\n"
                    + "  rita: { name: Rita, email: rita@example.org, duties: [rollout-manager, trainer] }\n"
                    + "  ada: { name: Ada, email: ada@example.org, duties: [stakeholder] }\n"
                    + "manager: rita\nstakeholders: [ada]\nsprints: { first: " + first + ", days: 14, count: 6 }\n";
            TestServer.Answer put = rita.put("/api/projects/" + name + "/rollout", Map.of("file", file));
            assertThat(put.status()).as(put.body()).isEqualTo(200);
        }

        // Two teams need Rita on one day; each is asked for four times at once.
        List<Callable<TestServer.Answer>> proposals = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String path = date(i % 2 == 0 ? "shop" : "bank");
            proposals.add(() -> rita.post(path, Map.of("date", first.toString())));
        }
        List<TestServer.Answer> proposed = all(proposals);
        assertThat(proposed).extracting(TestServer.Answer::status).containsOnly(201, 409);
        assertThat(proposed).filteredOn(answer -> answer.status() == 201).hasSize(1);
        String taken = rita.get(date("shop")).json().path("state").asString().equals("none") ? "bank" : "shop";

        // Votes on the date and moves of it, beside each other: whoever is late is told, and no vote is left over.
        List<Callable<TestServer.Answer>> both = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String moved = first.plusDays(14L * (i + 1)).toString();
            both.add(() -> rita.post(date(taken) + "/move", Map.of("sequence", 1, "date", moved)));
            both.add(() ->
                    ada.post(date(taken) + "/votes", Map.of("sequence", 1, "date", first.toString(), "yes", true)));
        }
        List<TestServer.Answer> answers = all(both);
        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.status()).as(answer.body()).isIn(200, 409));
        TestServer.Answer end = rita.get(date(taken));
        assertThat(end.json().path("sequence").asInt()).isEqualTo(2);
        assertThat(end.json().path("votes")).isEmpty();
        assertThat(end.json().path("state").asString()).isEqualTo("waiting");
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    private static String date(String project) {
        return "/api/projects/" + project + "/rollout/date";
    }

    private List<TestServer.Answer> all(List<Callable<TestServer.Answer>> work) throws Exception {
        List<TestServer.Answer> answers = new ArrayList<>();
        for (Future<TestServer.Answer> each : threads.invokeAll(work)) {
            answers.add(each.get());
        }
        return answers;
    }
}
