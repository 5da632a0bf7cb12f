package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.server.GotoStand.Trouble;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.meeting.MeetingTable;
import io.slipway.server.operation.Operations;
import io.slipway.server.training.SessionMeetings;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions whose meetings are made at GoTo Meeting: once each, whatever goes wrong, and in step with the session. */
class GotoMeetingTest {
    private static final String SESSIONS = "/api/projects/shop/rollout/trainings/sessions";
    private static final String ADA = "ada@example.org";

    @TempDir
    private Path folder;

    private final GotoStand stand = new GotoStand();
    private final TestMail mail = new TestMail();
    /** Never ahead of the real time, by which the outbox is emptied. */
    private final MovedClock clock = new MovedClock("2026-10-20T10:00:00Z");

    private TestServer server;
    private Client rita;

    @BeforeEach
    void start() throws Exception {
        server = serve(stand.settings());
        Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
        mail.setUp(root);
        SampleProject shop = SampleProject.make(folder.resolve("shop"), "shop");
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        TestServer.Answer put = rita.put(
                "/api/projects/shop/rollout",
                Map.of("file", SampleTrainings.file("shop").replace("\"https://meet.example.org/training\"", "goto")));
        assertThat(put.status()).as(put.body()).isEqualTo(200);
    }

    private TestServer serve(Map<String, String> environment) {
        Path data = folder.resolve("data");
        return TestServer.start(
                data,
                StoreSettings.embedded(data),
                new GuardSettings(Optional.empty(), List.of("127.0.0.1/32"), true),
                environment,
                Operations.PLAIN,
                clock);
    }

    @AfterEach
    void stop() {
        server.close();
        mail.close();
        stand.close();
    }

    @Test
    void itIsMadeOnceMovedWithItsSessionAndTakenAway() throws Exception {
        long number = scheduled();
        untilDone(number);
        assertThat(stand.meetings()).hasSize(1);
        String key = stand.meetings().keySet().iterator().next();
        String link = "https://global.gotomeeting.com/join/" + key;
        JsonNode meeting = stand.meetings().get(key);
        assertThat(meeting.path("subject").asText()).startsWith("Hands-on training of Shop slipway-");
        assertThat(meeting.path("starttime").asText()).isEqualTo("2026-10-27T09:00:00Z");
        assertThat(meeting.path("endtime").asText()).isEqualTo("2026-10-27T11:00:00Z");
        assertThat(rita.get(SESSIONS + "/" + number).json().path("link").asString())
                .isEqualTo(link);
        var invitation = mail.letter(ADA, "Hands-on training of Shop on Tuesday, 27 October 2026, 10:00");
        assertThat(TestMail.calendarOf(invitation)).contains("LOCATION:" + link, "SEQUENCE:1");

        assertThat(rita.post(SESSIONS + "/" + number + "/move", Map.of("sequence", 1, "from", "2026-10-28T09:00:00Z"))
                        .status())
                .isEqualTo(200);
        untilDone(number);
        assertThat(stand.meetings().get(key).path("starttime").asText()).isEqualTo("2026-10-28T09:00:00Z");
        assertThat(TestMail.calendarOf(mail.letter(ADA, "Moved: Hands-on training of Shop")))
                .contains("LOCATION:" + link, "SEQUENCE:2");

        assertThat(rita.post(SESSIONS + "/" + number + "/cancellation", Map.of("sequence", 2))
                        .status())
                .isEqualTo(200);
        untilDone(number);
        assertThat(stand.meetings()).isEmpty();
        mail.letter(ADA, "Cancelled: Hands-on training of Shop");
        assertThat(calls("POST /G2M/rest/meetings")).isEqualTo(1);
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    /** An answer that got lost, and nobody knows whether it was made: it is looked for before it is made again. */
    @Test
    void whatWasMadeWithoutAnAnswerIsFoundAndNotMadeAgain() throws Exception {
        stand.next(Trouble.LOST_ANSWER);
        long number = scheduled();
        untilDone(number);
        assertThat(stand.meetings()).hasSize(1);
        assertThat(calls("POST /G2M/rest/meetings")).isEqualTo(1);
        assertThat(rita.get(SESSIONS + "/" + number).json().path("link").asString())
                .isEqualTo("https://global.gotomeeting.com/join/"
                        + stand.meetings().keySet().iterator().next());
        mail.letter(ADA, "Hands-on training of Shop");
    }

    /** The node died after it was written down that it begins, and before it was asked for. */
    @Test
    void whatWasBegunAndNeverAskedForIsMade() throws Exception {
        stand.next(Trouble.UNAVAILABLE);
        long number = scheduled();
        sweep();
        server.part(Store.class)
                .run(handle -> handle.createUpdate("UPDATE training_meeting SET begun_at = :now")
                        .bind("now", clock.millis())
                        .execute());
        untilDone(number);
        assertThat(stand.meetings()).hasSize(1);
        assertThat(calls("GET /G2M/rest/upcomingMeetings")).isEqualTo(1);
    }

    @Test
    void anAccessTokenThatIsTakenBackAndARefreshTokenThatGrowsOldAreReplaced() throws Exception {
        stand.next(Trouble.TOKEN_TAKEN_BACK);
        long number = scheduled();
        untilDone(number);
        assertThat(stand.meetings()).hasSize(1);
        assertThat(stand.refreshToken()).isEqualTo("refresh-2");
        assertThat(calls("POST /oauth/token")).isEqualTo(2);
        // The other refresh token is kept: the settings still name the first, which counts no more.
        server.close();
        server = serve(stand.settings());
        rita = Client.of(server, "rosa", Role.ROLLOUT_MANAGER);
        rita.post(SESSIONS + "/" + number + "/cancellation", Map.of("sequence", 1));
        untilDone(number);
        assertThat(stand.meetings()).isEmpty();
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String content = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                assertThat(content).as(file.toString()).doesNotContain("refresh-2", "app-s3cret", "access-");
            }
        }
    }

    /** While GoTo is away nobody is invited, and the page says so; somebody gives a link by hand, or tries again. */
    @Test
    void whenItIsAwayThatIsToldAndThereIsAWayOut() throws Exception {
        stand.next(Trouble.BUSY, Trouble.UNAVAILABLE);
        long number = scheduled();
        FormClient page = FormClient.of(server, server.person("ron", Role.ROLLOUT_MANAGER));
        String path = "/projects/shop/rollout/trainings/" + number;
        waitFor(number, "It answered 429.");
        assertThat(page.get(path).body())
                .contains("GoTo Meeting is asked for a meeting", "It answered 429.")
                .doesNotContain(">Join<");
        waitForAnother(number, "It answered 503.");
        stand.next(Trouble.REFUSED);
        waitForAnother(number, "It answered 400.");
        assertThat(page.get(path).body())
                .contains("No meeting could be made at GoTo Meeting, and nobody has been invited");
        assertThat(rita.get(SESSIONS + "/" + number).json().at("/meeting/state").asString())
                .isEqualTo("dead");
        assertThat(page.post(path + "/meeting", Map.of()).status()).isEqualTo(302);
        untilDone(number);
        assertThat(stand.meetings()).hasSize(1);
        mail.letter(ADA, "Hands-on training of Shop");

        assertThat(page.post(path + "/link", Map.of("link", "https://meet.example.org/other"))
                        .status())
                .isEqualTo(302);
        untilDone(number);
        assertThat(stand.meetings()).as("nobody joins there any more").isEmpty();
        assertThat(page.get(path).body()).contains("https://meet.example.org/other");
    }

    @Test
    void whoHasNoAccountThereIsTold() throws Exception {
        server.close();
        server = serve(Map.of());
        rita = Client.of(server, "rosa", Role.ROLLOUT_MANAGER);
        assertThat(rita.post(SESSIONS, Map.of("kind", "hands-on", "from", "2026-10-27T09:00:00Z"))
                        .body())
                .contains("This server has no account at GoTo Meeting");
    }

    /** Two look at once, as when a node that stalls is taken for dead. */
    @Test
    void twoThatLookAtOnceMakeOne() throws Exception {
        long number = scheduled();
        List<Thread> threads =
                Stream.generate(() -> new Thread(this::sweep)).limit(6).toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        untilDone(number);
        assertThat(calls("POST /G2M/rest/meetings")).isEqualTo(1);
    }

    private long scheduled() throws Exception {
        TestServer.Answer made = rita.post(SESSIONS, Map.of("kind", "hands-on", "from", "2026-10-27T09:00:00Z"));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("number").asLong();
    }

    private void sweep() {
        server.part(SessionMeetings.class).sweep();
    }

    private MeetingTable.Meeting meeting(long number) {
        return server.part(MeetingTable.class).find(number).orElseThrow();
    }

    /** As the scheduler does, with the waiting taken out. */
    private void untilDone(long number) throws InterruptedException {
        for (int i = 0; i < 200 && !meeting(number).state().equals("done"); i++) {
            sweep();
            untilItIsTriedAgain(number);
            Thread.sleep(20);
        }
        assertThat(meeting(number).state()).as(meeting(number).toString()).isEqualTo("done");
    }

    /** It is tried again after a while, and looked for first where it is not known whether it was made. */
    private void untilItIsTriedAgain(long number) {
        if (!meeting(number).result().isEmpty() && meeting(number).nextAt().isAfter(clock.instant())) {
            clock.moveBy(
                    Duration.between(clock.instant(), meeting(number).nextAt()).plusSeconds(1));
        }
    }

    private void waitForAnother(long number, String result) throws InterruptedException {
        for (int i = 0; i < 500 && !meeting(number).result().equals(result); i++) {
            sweep();
            untilItIsTriedAgain(number);
            Thread.sleep(20);
        }
        assertThat(meeting(number).result()).isEqualTo(result);
    }

    private void waitFor(long number, String result) throws InterruptedException {
        for (int i = 0; i < 500 && !meeting(number).result().equals(result); i++) {
            sweep();
            Thread.sleep(20);
        }
        assertThat(meeting(number).result()).isEqualTo(result);
    }

    private long calls(String call) {
        return stand.calls().stream().filter(call::equals).count();
    }
}
