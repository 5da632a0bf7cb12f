package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMailUtil;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.mailbox.MailboxRun;
import io.slipway.server.mailbox.TakenMails;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A date is proposed, its stakeholders are invited by mail, answer, and agree; over real SMTP and IMAP. */
class GoLiveDateTest {
    private static final String DATE = "/api/projects/shop/rollout/date";

    @TempDir
    private Path folder;

    private final TestMail mail = new TestMail();
    private final MovedClock clock = new MovedClock("2026-11-24T10:00:00Z");
    private TestServer server;
    private Client rita;
    private final Map<String, Client> stakeholders = new HashMap<>();

    @BeforeEach
    void start() throws Exception {
        server = TestServer.at(clock, folder.resolve("data"));
        Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        rita = Client.of(server, "rita", List.of(new Grant(Role.ROLLOUT_MANAGER, "shop", "")));
        for (String name : List.of("ada", "dora", "carl")) {
            stakeholders.put(name, Client.of(server, name, List.of(new Grant(Role.VIEWER, "shop", ""))));
        }
        mail.setUp(root);
        file(rolloutFile());
    }

    @AfterEach
    void stop() {
        server.close();
        mail.close();
    }

    static String rolloutFile() {
        return """
                team: payments
                title: Payments
                project: shop
                zone: Europe/Berlin
                people:
                  ada: { name: Ada Byron, email: ada@example.org, duties: [team-lead] }
                  dora: { name: Dora Berg, email: dora@example.org, duties: [dba] }
                  rita: { name: Rita Lund, email: rita@example.org, duties: [rollout-manager, trainer] }
                  carl: { name: Carl Fox, email: carl@example.org, duties: [stakeholder] }
                manager: rita
                stakeholders: [ada, dora, carl]
                sprints: { first: 2026-11-30, days: 14, count: 6, name: "S" }
                freezes:
                  - { name: Year end, first: 2026-12-21, last: 2027-01-01 }
                agreement: { proposer-counts: true }
                """;
    }

    private void file(String text) throws Exception {
        TestServer.Answer put = rita.put("/api/projects/shop/rollout", Map.of("file", text));
        assertThat(put.status()).as(put.body()).isEqualTo(200);
    }

    @Test
    void aDateIsAgreedWhenEveryStakeholderSaidYesToIt() throws Exception {
        TestServer.Answer refused = rita.post(DATE, Map.of("date", "2026-12-28"));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("code").asString()).isEqualTo("date-refused");
        assertThat(refused.json().path("detail").asString()).contains("the freeze 'Year end' covers it");
        assertThat(refused.body()).contains("2026-12-14 (S2)");
        assertThat(rita.get(DATE + "/offers")
                        .json()
                        .path("nearest")
                        .get(0)
                        .path("date")
                        .asString())
                .isEqualTo("2026-11-30");

        TestServer.Answer proposed = rita.post(DATE, Map.of("date", "2026-12-14", "reason", "after the release"));
        assertThat(proposed.status()).as(proposed.body()).isEqualTo(201);
        assertThat(proposed.json().path("begins").asString()).isEqualTo("2026-12-13T23:00:00Z");
        assertThat(proposed.json().path("missing")).hasSize(3);

        MimeMessage invitation = mail.letter("ada@example.org", "Go-live of Payments on Monday, 14 December 2026");
        String calendar = TestMail.calendarOf(invitation);
        assertThat(calendar)
                .contains("METHOD:REQUEST")
                .contains("UID:golive.payments.1@slipway")
                .contains("SEQUENCE:1")
                .contains("DTSTART;VALUE=DATE:20261214")
                .contains("mailto:ada@example.org")
                .doesNotContain("carl@example.org");
        assertThat(invitation.getReplyTo()[0]).hasToString("golive@example.org");

        assertThat(state(vote("ada", 1, "2026-12-14", true))).isEqualTo("waiting");
        assertThat(rita.get("/projects/shop/rollout").body())
                .as("whose turn it is")
                .contains("<span>Dora Berg, Carl Fox</span>");
        TestServer.Answer no = stakeholders
                .get("dora")
                .post(
                        DATE + "/votes",
                        Map.of(
                                "sequence",
                                1,
                                "date",
                                "2026-12-14",
                                "yes",
                                false,
                                "reason",
                                "audit",
                                "instead",
                                "2027-01-11"));
        assertThat(no.json().path("refused").get(0).asString()).as(no.body()).isEqualTo("dora");
        assertThat(state(vote("carl", 1, "2026-12-14", true))).isEqualTo("waiting");

        TestServer.Answer moved =
                rita.post(DATE + "/move", Map.of("sequence", 1, "date", "2027-01-11", "reason", "Dora's audit"));
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        assertThat(moved.json().path("sequence").asInt()).isEqualTo(2);
        assertThat(moved.json().path("votes")).isEmpty();
        assertThat(TestMail.calendarOf(
                        mail.letter("carl@example.org", "Moved: go-live of Payments on Monday, 11 January 2027")))
                .contains("UID:golive.payments.1@slipway")
                .contains("SEQUENCE:2");

        TestServer.Answer late = vote("ada", 1, "2026-12-14", true);
        assertThat(late.json().path("code").asString()).isEqualTo("date-superseded");
        assertThat(vote("ada", 2, "2026-12-14", true).json().path("code").asString())
                .isEqualTo("date-superseded");
        vote("ada", 2, "2027-01-11", true);
        vote("dora", 2, "2027-01-11", true);
        assertThat(state(vote("carl", 2, "2027-01-11", true))).isEqualTo("agreed");
        mail.letter("rita@example.org", "Agreed: Payments goes live on Monday, 11 January 2027");

        file(rolloutFile().replace("stakeholders: [ada, dora, carl]", "stakeholders: [ada, dora, carl, rita]"));
        assertThat(state(rita.get(DATE))).isEqualTo("waiting");
        assertThat(rita.get(DATE).json().path("missing").get(0).asString()).isEqualTo("rita");

        TestServer.Answer withdrawn = rita.post(DATE + "/withdrawal", Map.of("sequence", 2, "reason", "no budget"));
        assertThat(state(withdrawn)).isEqualTo("none");
        assertThat(TestMail.calendarOf(
                        mail.letter("dora@example.org", "Withdrawn: go-live of Payments on Monday, 11 January 2027")))
                .contains("METHOD:CANCEL")
                .contains("STATUS:CANCELLED");
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    /** Whoever was told that it is agreed is told when it is not any more; before, those who have to do something. */
    @Test
    void whoWaitsForADateIsToldOfANo() throws Exception {
        rita.post(DATE, Map.of("date", "2026-12-14"));
        vote("ada", 1, "2026-12-14", true);
        no("carl", "the auditors come");
        assertThat(textOf(mail.letter("rita@example.org", "No to the go-live of Payments on Monday, 14 December 2026")))
                .contains("Carl Fox says no: the auditors come");
        vote("dora", 1, "2026-12-14", true);
        assertThat(state(vote("carl", 1, "2026-12-14", true))).isEqualTo("agreed");
        mail.letter("rita@example.org", "Agreed: Payments goes live on Monday, 14 December 2026");

        no("carl", "they come after all");
        for (String person : List.of("rita", "ada", "dora", "carl")) {
            assertThat(textOf(mail.letter(
                            person + "@example.org",
                            "Not agreed any more: go-live of Payments on Monday, 14 December 2026")))
                    .contains("Carl Fox says no: they come after all");
        }
        vote("carl", 1, "2026-12-14", true);
        file(rolloutFile().replace("stakeholders: [ada, dora, carl]", "stakeholders: [ada, dora, carl, rita]"));
        mail.letter("rita@example.org", "Go-live of Payments on Monday, 14 December 2026");
        // twice each: agreed again, and then somebody else is asked
        Eventually.seen(() -> mail.count("ada@example.org", "Agreed: "), times -> times == 2);
        Eventually.seen(() -> mail.count("ada@example.org", "Not agreed any more: "), times -> times == 2);
    }

    private static String textOf(MimeMessage letter) throws Exception {
        return letter.getContent().toString();
    }

    private void no(String person, String reason) throws Exception {
        TestServer.Answer no = stakeholders
                .get(person)
                .post(DATE + "/votes", Map.of("sequence", 1, "date", "2026-12-14", "yes", false, "reason", reason));
        assertThat(no.status()).as(no.body()).isEqualTo(200);
    }

    @Test
    void onlyStakeholdersVoteAndANoHasAReason() throws Exception {
        rita.post(DATE, Map.of("date", "2026-12-14"));
        Map<String, Object> yes = Map.of("sequence", 1, "date", "2026-12-14", "yes", true);
        assertThat(rita.post(DATE + "/votes", yes).json().path("code").asString())
                .isEqualTo("not-allowed");
        assertThat(stakeholders
                        .get("ada")
                        .post(DATE + "/votes", Map.of("sequence", 1, "date", "2026-12-14", "yes", false))
                        .json()
                        .path("detail")
                        .asString())
                .contains("A no needs a reason");
        assertThat(stakeholders
                        .get("ada")
                        .post(DATE, Map.of("date", "2026-12-14"))
                        .status())
                .isEqualTo(403);
        assertThat(rita.post(DATE, Map.of("date", "2026-12-32"))
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("request-invalid");
    }

    /** A mail is never a vote, whoever it says it comes from; it opens what its person confirms. */
    @Test
    void answersByMailAreConfirmedSignedInOrNotCounted() throws Exception {
        rita.post(DATE, Map.of("date", "2026-12-14"));
        mail.letter("ada@example.org", "Go-live of Payments");
        reply("<1@x>", "ada@example.org", "ada@example.org", 1, "ACCEPTED");
        reply("<1@x>", "ada@example.org", "ada@example.org", 1, "ACCEPTED");
        reply("<2@x>", "ada@example.org", "ada@example.org", 1, "ACCEPTED");
        reply("<3@x>", "mallory@example.net", "carl@example.org", 1, "ACCEPTED");
        reply("<4@x>", "carl@example.org", "dora@example.org", 1, "ACCEPTED");
        reply("<5@x>", "dora@example.org", "dora@example.org", 7, "ACCEPTED");
        GreenMailUtil.sendTextEmail("golive@example.org", "x@example.net", "hello", "no calendar", mail.smtp());
        read();

        TestServer.Answer now = rita.get(DATE);
        assertThat(now.json().path("votes")).isEmpty();
        assertThat(now.json().path("unconfirmed")).hasSize(1);
        assertThat(now.json().path("unconfirmed").get(0).asString()).isEqualTo("ada");
        assertThat(outcomes()).containsExactlyInAnyOrder("to-confirm", "known", "stranger", "stranger", "stranger");
        MimeMessage confirm = mail.letter("ada@example.org", "Please confirm: yes to Monday, 14 December 2026");
        assertThat(confirm.getContent().toString()).contains("/projects/shop/rollout/date?sequence=1&answer=yes");
        long events = events();

        // The mailbox is read from its beginning again: each mail was taken once.
        server.part(io.slipway.store.Store.class).run(handle -> handle.execute("UPDATE mailbox SET last_uid = 0"));
        read();
        assertThat(events()).isEqualTo(events);
        assertThat(outcomes()).hasSize(5);

        vote("ada", 1, "2026-12-14", true);
        assertThat(rita.get(DATE).json().path("unconfirmed")).isEmpty();

        rita.post(DATE + "/move", Map.of("sequence", 1, "date", "2027-01-11"));
        reply("<6@x>", "dora@example.org", "dora@example.org", 1, "ACCEPTED");
        read();
        mail.letter("dora@example.org", "Your answer is about a date that does not stand any more");
        assertThat(outcomes()).contains("superseded");
        assertThat(rita.get(DATE).json().path("unconfirmed")).isEmpty();
        assertThat(state(rita.get(DATE))).isEqualTo("waiting");
    }

    /** Another day by mail is a no that names it, once its person says so at the page. */
    @Test
    void anotherDayByMailIsANoThatNamesItOnceConfirmed() throws Exception {
        rita.post(DATE, Map.of("date", "2026-12-14"));
        counter("<1@x>", "dora@example.org", "DTSTART;VALUE=DATE:20270111");
        // Outlook makes a time of the whole day; here the same day, and so no other one
        counter("<2@x>", "carl@example.org", "DTSTART:20261213T230000Z");
        counter("<3@x>", "ada@example.org", "DTSTART;TZID=Europe/Berlin:20270111T090000");
        reply("<4@x>", "ada@example.org", "ada@example.org", 1, "DECLINED");
        read();
        assertThat(rita.get(DATE).json().path("votes")).isEmpty();
        assertThat(outcomes()).containsExactlyInAnyOrder("to-confirm", "undecided", "to-confirm", "to-confirm");
        MimeMessage declined =
                mail.letter("carl@example.org", "Not another time: go-live of Payments on Monday, 14 December 2026");
        assertThat(TestMail.calendarOf(declined))
                .contains("METHOD:DECLINECOUNTER", "UID:golive.payments.1@slipway", "SEQUENCE:1");
        MimeMessage confirm = mail.letter(
                "dora@example.org", "Please confirm: no to Monday, 14 December 2026, rather Monday, 11 January 2027");
        assertThat(confirm.getContent().toString())
                .contains("/projects/shop/rollout/date?sequence=1&answer=no&instead=2027-01-11");
        mail.letter(
                "ada@example.org", "Please confirm: no to Monday, 14 December 2026, rather Monday, 11 January 2027");

        FormClient dora = FormClient.of(
                server,
                server.part(io.slipway.server.account.People.class)
                        .named("dora")
                        .orElseThrow());
        String page = "/projects/shop/rollout/date?sequence=1&answer=no&instead=";
        assertThat(dora.get(page + "2027-01-11").body()).contains("value=\"2027-01-11\" selected");
        assertThat(dora.get(page + "2026-12-28").body())
                .contains("none on which the team can go live")
                .doesNotContain("selected=\"selected\"");
        dora.post(
                "/projects/shop/rollout/date/votes",
                Map.of(
                        "sequence",
                        "1",
                        "date",
                        "2026-12-14",
                        "yes",
                        "false",
                        "reason",
                        "audit",
                        "instead",
                        "2027-01-11"));
        JsonNode vote = rita.get(DATE).json().path("votes").get(0);
        assertThat(vote.path("by").asString() + " " + vote.path("instead").asString())
                .isEqualTo("dora 2027-01-11");
    }

    /** Whoever is asked no more has it in the calendar no more; the others keep it. */
    @Test
    void whoIsNoStakeholderAnyMoreGetsItCancelled() throws Exception {
        rita.post(DATE, Map.of("date", "2026-12-14"));
        mail.letter("carl@example.org", "Go-live of Payments on Monday, 14 December 2026");
        String without = rolloutFile().replace("stakeholders: [ada, dora, carl]", "stakeholders: [ada, dora]");
        assertThat(rita.put("/api/projects/shop/rollout", Map.of("file", without))
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("approval-required");
        String digest = rita.get("/api/projects/shop/rollout/wish")
                .json()
                .path("wish")
                .path("digest")
                .asString();
        TestServer.Answer agreed =
                stakeholders.get("ada").post("/api/projects/shop/rollout/wish/agreement", Map.of("digest", digest));
        assertThat(agreed.status()).as(agreed.body()).isEqualTo(200);
        assertThat(TestMail.calendarOf(mail.letter(
                        "carl@example.org", "Without you: go-live of Payments on Monday, 14 December 2026")))
                .contains("METHOD:CANCEL", "STATUS:CANCELLED", "SEQUENCE:1", "UID:golive.payments.1@slipway");
        assertThat(server.part(io.slipway.store.Store.class)
                        .<Long>read(handle -> handle.createQuery("SELECT count(*) FROM letter WHERE method = 'CANCEL'")
                                .mapTo(Long.class)
                                .one()))
                .isEqualTo(1);
    }

    private void counter(String id, String from, String start) throws Exception {
        mail.counter(id, from, "golive.payments.1@slipway", 1, start);
    }

    @Test
    void aMailboxThatCannotBeReadIsToldAndReadLater() throws Exception {
        rita.post(DATE, Map.of("date", "2026-12-14"));
        Client root = Client.of(server, "boss", Role.ADMINISTRATOR);
        root.put("/api/mail/mailbox", mail.mailbox("wrong"));
        reply("<1@x>", "ada@example.org", "ada@example.org", 1, "DECLINED");
        read();
        assertThat(root.get("/api/mail/mailbox").json().path("problem").asString())
                .isEqualTo("The mailbox refused the user or the password.");
        assertThat(rita.get(DATE).json().path("unconfirmed")).isEmpty();
        root.put("/api/mail/mailbox", mail.mailbox(TestMail.PASSWORD));
        read();
        assertThat(root.get("/api/mail/mailbox").json().path("problem").asString())
                .isEmpty();
        assertThat(rita.get(DATE).json().path("unconfirmed")).hasSize(1);
    }

    private void read() {
        server.part(MailboxRun.class).run();
    }

    private long events() {
        return server.part(AuditLog.class).events(AuditLog.Filter.ALL, 1000).stream()
                .filter(event -> event.action().equals("date-reply"))
                .count();
    }

    private List<String> outcomes() {
        return server.part(TakenMails.class).of("payments", 100).stream()
                .map(TakenMails.Line::outcome)
                .toList();
    }

    private TestServer.Answer vote(String who, int sequence, String date, boolean yes) throws Exception {
        return stakeholders
                .get(who)
                .post(DATE + "/votes", Map.of("sequence", sequence, "date", date, "yes", yes, "reason", "so"));
    }

    private static String state(TestServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("state").asString();
    }

    private void reply(String id, String from, String attendee, int sequence, String answer) throws Exception {
        mail.reply(id, from, "golive.payments.1@slipway", attendee, sequence, answer);
    }
}
