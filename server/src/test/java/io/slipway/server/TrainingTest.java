package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.mailbox.MailboxRun;
import io.slipway.server.mailbox.TakenMails;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of two teams on one server: scheduled, invited to, answered, attended, until the gate is green. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TrainingTest {
    private static final String SHOP = "/api/projects/shop/rollout";
    private static final String BANK = "/api/projects/bank/rollout";
    private final TestMail mail = new TestMail();
    /** Never ahead of the real time, by which the outbox is emptied. */
    private final MovedClock clock = new MovedClock("2026-10-20T10:00:00Z");

    private TestServer server;
    private Client rita;
    private final Map<String, Client> people = new HashMap<>();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
        for (String name : List.of("ada", "ben", "dora", "vera", "carl")) {
            people.put(
                    name,
                    Client.of(
                            server,
                            name,
                            List.of(new Grant(Role.VIEWER, "shop", ""), new Grant(Role.VIEWER, "bank", ""))));
        }
        mail.setUp(root);
        for (String name : List.of("shop", "bank")) {
            SampleProject project = SampleProject.make(folder.resolve(name), name);
            root.post(
                    "/api/projects",
                    Map.of("definition", project.definition(name), "trustedKeys", project.publicKey()));
            TestServer.Answer put =
                    rita.put("/api/projects/" + name + "/rollout", Map.of("file", SampleTrainings.file(name)));
            assertThat(put.status()).as(put.body()).isEqualTo(200);
        }
        AgreedDates.agree(server, "shop", "2026-11-09");
    }

    @AfterAll
    void stop() {
        server.close();
        mail.close();
    }

    @Test
    void everybodyIsInvitedAnswersComesAndTheGateTurnsGreen() throws Exception {
        TestServer.Answer before = rita.get(SHOP + "/trainings");
        assertThat(texts(before, "/trainings/0/missing")).containsExactly("ada", "ben");
        assertThat(texts(before, "/trainings/1/missing")).containsExactly("ada");
        assertThat(gate())
                .startsWith("red: Training session: Ada Byron, Ben Hall were at none that is over;"
                        + " Hands-on training: Ada Byron was at none that is over");
        assertThat(rita.get(SHOP + "/trainings/offers?kind=hands-on&near=2026-10-27T07:00:00Z")
                        .json()
                        .at("/nearest/0")
                        .asString())
                .isEqualTo("2026-10-27T08:00:00Z");

        // Late on Friday, in the freeze, after the go-live, in the past: nobody can have that.
        assertThat(refused(SHOP, "2026-10-23T16:30:00Z")).contains("it is not within the hours for trainings");
        assertThat(refused(SHOP, "2026-11-05T09:00:00Z")).contains("the freeze 'Audit' covers it");
        assertThat(refused(SHOP, "2026-11-10T09:00:00Z")).contains("the team goes live on 2026-11-09");
        assertThat(refused(SHOP, "2026-10-19T09:00:00Z")).contains("that time has passed");

        long session = scheduled(
                rita.post(SHOP + "/trainings/sessions", Map.of("kind", "session", "from", "2026-10-27T08:00:00Z")));
        long handsOn = scheduled(rita.post(
                SHOP + "/trainings/sessions",
                Map.of(
                        "kind",
                        "hands-on",
                        "from",
                        "2026-10-27T09:00:00Z",
                        "link",
                        "https://meet.example.org/two",
                        "people",
                        List.of("ada", "ben"))));
        assertThat(TestMail.calendarOf(mail.letter(
                        "ada@example.org",
                        "Training session of Shop on Tuesday, 27 October 2026, 09:00 to 10:00 (Europe/Berlin)")))
                .contains("METHOD:REQUEST")
                .contains("UID:training.shop." + session + "@slipway")
                .contains("SEQUENCE:1")
                .contains("DTSTART:20261027T080000Z")
                .contains("DTEND:20261027T090000Z")
                .contains("LOCATION:https://meet.example.org/training")
                .contains("STATUS:CONFIRMED")
                .contains("mailto:ada@example.org")
                .doesNotContain("ben@example.org");
        mail.letter("vera@example.com", "Training session of Shop");
        assertThat(TestMail.calendarOf(mail.letter("ben@example.org", "Hands-on training of Shop")))
                .contains("LOCATION:https://meet.example.org/two");

        // The trainer is there then, whoever asks; who may not see that team is not told its name.
        assertThat(refused(BANK, "2026-10-27T08:30:00Z")).contains("Vera Moss is at a training of Shop then");
        AgreedDates.agree(server, "bank", "2026-11-23");
        assertThat(rita.get(BANK + "/trainings/offers?kind=hands-on&near=2026-10-27T08:00:00Z")
                        .json()
                        .at("/nearest/0")
                        .asString())
                .isEqualTo("2026-10-27T11:00:00Z");

        moved(session);
        answered(session);
        attended(session, handsOn);
        questions(session);
        inTheFeed(session);
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    private void moved(long session) throws Exception {
        assertThat(person("ada", session, "answers", Map.of("sequence", 1, "yes", true))
                        .json()
                        .path("answers"))
                .hasSize(1);
        assertThat(code(rita.post(sessions(session) + "/move", Map.of("sequence", 1, "from", "2026-10-27T10:00:00Z"))))
                .isEqualTo("training-refused");
        TestServer.Answer moved = rita.post(
                sessions(session) + "/move",
                Map.of("sequence", 1, "from", "2026-10-28T08:00:00Z", "reason", "Vera travels"));
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        assertThat(moved.json().path("sequence").asInt()).isEqualTo(2);
        assertThat(moved.json().path("answers")).isEmpty();
        assertThat(TestMail.calendarOf(mail.letter("ben@example.org", "Moved: Training session of Shop")))
                .contains("UID:training.shop." + session + "@slipway")
                .contains("SEQUENCE:2")
                .contains("DTSTART:20261028T080000Z");
        assertThat(code(rita.post(sessions(session) + "/move", Map.of("sequence", 1, "from", "2026-10-29T08:00:00Z"))))
                .isEqualTo("training-superseded");
    }

    /** A mail says whether its person comes, and nothing else; a forged or late one does not count. */
    private void answered(long session) throws Exception {
        String uid = "training.shop." + session + "@slipway";
        mail.reply("<1@x>", "ada@example.org", uid, "ada@example.org", 2, "ACCEPTED");
        mail.reply("<2@x>", "ben@example.org", uid, "ben@example.org", 1, "ACCEPTED");
        mail.reply("<3@x>", "mallory@example.net", uid, "ben@example.org", 2, "ACCEPTED");
        mail.reply("<4@x>", "vera@example.com", uid, "vera@example.com", 2, "TENTATIVE");
        mail.reply("<5@x>", "ben@example.org", uid, "ben@example.org", 9, "ACCEPTED");
        mail.reply("<6@x>", "carl@example.org", uid, "carl@example.org", 2, "ACCEPTED");
        mail.counter("<7@x>", "vera@example.com", uid, 2, "DTSTART:20261029T080000Z");
        server.part(MailboxRun.class).run();
        assertThat(server.part(TakenMails.class).of("shop", 100))
                .extracting(TakenMails.Line::outcome)
                .containsExactlyInAnyOrder(
                        "answered", "superseded", "stranger", "undecided", "stranger", "stranger", "undecided");
        assertThat(TestMail.calendarOf(mail.letter("vera@example.com", "Not moved: Training session of Shop")))
                .contains("METHOD:DECLINECOUNTER", "SEQUENCE:2", "UID:" + uid)
                .contains("Thursday\\, 29 October 2026\\, 09:00 (Europe/Berlin)");
        assertThat(server.part(TakenMails.class).of("shop", 100))
                .extracting(TakenMails.Line::note)
                .anyMatch(note -> note.startsWith("Vera Moss proposes another time (Thursday, 29 October 2026, 09:00"));
        assertThat(mail.letter("rita@example.org", "Vera Moss proposes another time: Training session of Shop")
                        .getContent()
                        .toString())
                .contains("Thursday, 29 October 2026, 09:00 (Europe/Berlin)", "/trainings/" + session);
        TestServer.Answer now = rita.get(sessions(session));
        assertThat(now.json().path("answers")).hasSize(1);
        assertThat(now.json().at("/answers/0/by").asString()).isEqualTo("ada");
        assertThat(now.json().at("/answers/0/mail").asBoolean()).isTrue();
        mail.letter("ben@example.org", "Your answer is about a time that does not stand any more");
        assertThat(code(person("carl", session, "answers", Map.of("sequence", 2, "yes", true))))
                .isEqualTo("not-allowed");
        assertThat(code(person("ben", session, "answers", Map.of("sequence", 1, "yes", true))))
                .isEqualTo("training-superseded");
    }

    private void attended(long session, long handsOn) throws Exception {
        Map<String, Object> both = Map.of("present", List.of("ada", "ben"));
        assertThat(code(person("vera", session, "attendance", both))).isEqualTo("request-invalid");
        clock.moveTo("2026-10-28T08:30:00Z");
        assertThat(code(person("ada", session, "attendance", both))).isEqualTo("not-allowed");
        // Rita gives no training, and looks after the rollout; Vera facilitates it.
        TestServer.Answer first = person("vera", session, "attendance", Map.of("present", List.of("ada")));
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(code(rita.post(sessions(session) + "/attendance", Map.of("present", List.of("ada", "rita")))))
                .isEqualTo("request-invalid");
        assertThat(gate()).contains("Ada Byron, Ben Hall were at none that is over");
        clock.moveTo("2026-10-28T10:00:00Z");
        assertThat(gate())
                .contains(
                        "Training session: Ben Hall was at none that is over; Hands-on training: Ada Byron was at none that is over");
        assertThat(code(rita.post(sessions(session) + "/move", Map.of("sequence", 2, "from", "2026-10-29T08:00:00Z"))))
                .isEqualTo("training-superseded");
        person("vera", handsOn, "attendance", Map.of("present", List.of("ada", "carl")));

        // Ben makes it up in a session of his own, which is the only one that is still offered to him.
        TestServer.Answer missing = rita.get(SHOP + "/trainings");
        assertThat(texts(missing, "/trainings/0/uninvited")).containsExactly("ben");
        long makeUp = scheduled(
                rita.post(SHOP + "/trainings/sessions", Map.of("kind", "session", "from", "2026-10-30T08:00:00Z")));
        assertThat(texts(rita.get(sessions(makeUp)), "/people")).containsExactly("ben");
        assertThat(code(rita.post(
                        SHOP + "/trainings/sessions", Map.of("kind", "session", "from", "2026-11-02T08:00:00Z"))))
                .isEqualTo("training-refused");
        clock.moveTo("2026-10-30T09:30:00Z");
        person("vera", makeUp, "attendance", Map.of("present", List.of("ben")));
        assertThat(gate())
                .isEqualTo("green: Training session: all 2 who must come were there;"
                        + " Hands-on training: all 1 who must come were there");
    }

    private void questions(long session) throws Exception {
        assertThat(code(person("ada", session, "questions", Map.of("text", " "))))
                .isEqualTo("request-invalid");
        assertThat(code(person("ada", session, "questions", Map.of("text", "Why?", "asker", "ben"))))
                .isEqualTo("not-allowed");
        TestServer.Answer asked =
                person("ada", session, "questions", Map.of("text", "How do I drop a column?\nIt is used."));
        assertThat(asked.status()).as(asked.body()).isEqualTo(201);
        person("vera", session, "questions", Map.of("text", "Where are the logs?", "asker", "ben"));
        assertThat(code(person("ada", session, "questions/0/case", Map.of()))).isEqualTo("not-allowed");
        TestServer.Answer opened = person("vera", session, "questions/0/case", Map.of());
        long number = opened.json().at("/questions/0/caseNumber").asLong();
        assertThat(number).as(opened.body()).isPositive();
        TestServer.Answer one = rita.get(SHOP + "/cases/" + number);
        assertThat(one.body()).contains("How do I drop a column?").contains("Asked by Ada Byron in session " + session);
        assertThat(one.json().path("reporter").asString()).isEqualTo("ada");
        assertThat(code(person("vera", session, "questions/0/case", Map.of()))).isEqualTo("training-superseded");
        assertThat(code(person("vera", session, "questions/7/case", Map.of()))).isEqualTo("not-found");
        assertThat(code(person("vera", session, "questions/1/guide", Map.of("link", "javascript:alert(1)"))))
                .isEqualTo("request-invalid");
        TestServer.Answer page =
                person("vera", session, "questions/1/guide", Map.of("link", "https://docs.example.org/logs"));
        assertThat(page.json().at("/questions/1/guide").asString()).isEqualTo("https://docs.example.org/logs");
        assertThat(page.json().at("/questions/1/asker").asString()).isEqualTo("ben");
    }

    private void inTheFeed(long session) throws Exception {
        FormClient browser = FormClient.of(server, server.person("olga", Role.VIEWER));
        String body = browser.post("/me/calendars", Map.of("project", "shop")).body();
        String path = body.replaceAll("(?s).*(/api/calendars/rollouts\\.ics\\?token=[^<]+)<.*", "$1");
        assertThat(server.get(path).body().replace("\r\n ", ""))
                .contains("SUMMARY:Training session of Shop")
                .contains("UID:training." + session + ".shop@slipway")
                .contains("DTSTART:20261028T080000Z");
    }

    @Test
    void aCancelledSessionIsToldAndTakesNobodysTime() throws Exception {
        Map<String, Object> wish =
                Map.of("kind", "hands-on", "from", "2026-11-02T08:00:00Z", "people", List.of("dora"));
        long number = scheduled(rita.post(SHOP + "/trainings/sessions", wish));
        assertThat(code(rita.post(SHOP + "/trainings/sessions", wish))).isEqualTo("training-refused");
        TestServer.Answer cancelled =
                rita.post(sessions(number) + "/cancellation", Map.of("sequence", 1, "reason", "no room"));
        assertThat(cancelled.json().path("state").asString())
                .as(cancelled.body())
                .isEqualTo("cancelled");
        assertThat(TestMail.calendarOf(mail.letter("dora@example.org", "Cancelled: Hands-on training of Shop")))
                .contains("METHOD:CANCEL")
                .contains("SEQUENCE:2")
                .contains("STATUS:CANCELLED");
        assertThat(code(person("dora", number, "answers", Map.of("sequence", 1, "yes", true))))
                .isEqualTo("training-superseded");
        long again = scheduled(rita.post(SHOP + "/trainings/sessions", wish));
        rita.post(sessions(again) + "/cancellation", Map.of("sequence", 1));
    }

    @Test
    void twoTeamsDoNotGetTheTrainerAtOnce() throws Exception {
        Map<String, Object> wish =
                Map.of("kind", "hands-on", "from", "2026-11-03T08:00:00Z", "people", List.of("dora"));
        List<Callable<Integer>> wishes = List.of(
                () -> rita.post(SHOP + "/trainings/sessions", wish).status(),
                () -> rita.post(BANK + "/trainings/sessions", wish).status());
        ExecutorService both = Executors.newFixedThreadPool(2);
        try {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> one : both.invokeAll(wishes)) {
                statuses.add(one.get());
            }
            assertThat(statuses).containsExactlyInAnyOrder(201, 409);
        } finally {
            both.shutdown();
        }
    }

    @Test
    void whatIsWrongWithAWishIsSaid() throws Exception {
        Map<String, Object> good = Map.of("kind", "session", "from", "2026-11-02T08:00:00Z");
        assertThat(Objects.requireNonNull(people.get("carl"))
                        .post(SHOP + "/trainings/sessions", good)
                        .body())
                .contains("Its trainer plans this training, or who looks after the rollout.");
        assertThat(wish(Map.of("kind", "lecture", "from", "2026-11-02T08:00:00Z")))
                .contains("is no kind of training");
        assertThat(wish(Map.of("kind", "session", "from", "tomorrow"))).contains("is no time such as");
        assertThat(wish(Map.of("kind", "session", "from", "2026-11-02T08:00:00Z", "people", List.of("eve"))))
                .contains("is none of the people");
        assertThat(wish(Map.of("kind", "session", "from", "2026-11-02T08:00:00Z", "people", List.of("vera"))))
                .contains("Vera Moss gives this training");
        assertThat(wish(Map.of(
                        "kind", "hands-on", "from", "2026-11-02T08:00:00Z", "people", List.of("ada", "ben", "dora"))))
                .contains("There are 2 seats, and 3 people would come");
        assertThat(wish(Map.of(
                        "kind",
                        "session",
                        "from",
                        "2026-11-02T08:00:00Z",
                        "link",
                        "http://x.example",
                        "people",
                        List.of("dora"))))
                .contains("is not a link such as");
        assertThat(people.get("ada")
                        .post(SHOP + "/trainings/sessions", Map.of("kind", "session", "from", "2026-11-02T08:00:00Z"))
                        .status())
                .isEqualTo(403);
    }

    private String wish(Map<String, Object> body) throws Exception {
        TestServer.Answer answer = rita.post(SHOP + "/trainings/sessions", body);
        assertThat(answer.status()).as(answer.body()).isBetween(400, 409);
        return answer.json().path("detail").asString();
    }

    private String refused(String rollout, String from) throws Exception {
        TestServer.Answer answer = rita.post(
                rollout + "/trainings/sessions", Map.of("kind", "hands-on", "from", from, "people", List.of("ada")));
        assertThat(code(answer)).as(answer.body()).isEqualTo("training-refused");
        assertThat(answer.body()).contains("The nearest that can");
        return answer.json().path("detail").asString();
    }

    private static long scheduled(TestServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json().path("number").asLong();
    }

    private TestServer.Answer person(String who, long number, String what, Map<String, Object> body) throws Exception {
        return java.util.Objects.requireNonNull(people.get(who)).post(sessions(number) + "/" + what, body);
    }

    /** State and finding of the gate, looked at now. */
    private String gate() throws Exception {
        TestServer.Answer answer = rita.post(SHOP + "/readiness/check", Map.of());
        for (var gate : answer.json().path("gates")) {
            if (gate.path("gate").asString().equals("trained")) {
                return gate.path("state").asString() + ": "
                        + gate.at("/evidence/result").asString();
            }
        }
        throw new AssertionError("no such gate: " + answer.body());
    }

    private static String sessions(long number) {
        return SHOP + "/trainings/sessions/" + number;
    }

    private static String code(TestServer.Answer answer) {
        return answer.json().path("code").asString();
    }

    private static List<String> texts(TestServer.Answer answer, String at) {
        List<String> texts = new ArrayList<>();
        answer.json().at(at).forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
