package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.feed.CalendarFeeds;
import io.slipway.server.mailbox.MailboxRun;
import io.slipway.server.mailbox.TakenMails;
import io.slipway.server.support.MeetingInvitations;
import io.slipway.store.Store;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Support in a running server: mails by SMTP and IMAP, meetings in calendars, and what trackers tell over HTTP. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SupportInServerTest {
    private static final String ROLLOUT = "/api/projects/shop/rollout";
    private static final String CASES = ROLLOUT + "/cases";
    private static final String HOOK = ROLLOUT + "/trackers/jira/messages";
    private static final String TRACKER = "  trackers:\n    - { name: jira, kind: jira, url:"
            + " \"https://example.atlassian.net\", project: PAY, user: bot@example.org, secret: \"${secret:JIRA_TOKEN}\","
            + " hook: \"${secret:JIRA_HOOK}\", from: L3 }\n";

    private final GreenMail mail =
            new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort(), ServerSetupTest.IMAP.dynamicPort()});

    /** A Friday in Berlin. */
    private final MovedClock clock = new MovedClock("2026-11-13T09:00:00Z");

    private TestServer server;
    private Client rita;
    private Client ada;
    private Client dora;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        mail.start();
        mail.setUser("support@example.org", "support", "mailbox password");
        server = TestServer.at(clock, folder.resolve("data"));
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        rita = Client.of(server, "rita", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        ada = Client.of(server, "ada", Role.TEAM_LEAD);
        dora = Client.of(server, "dora", Role.DBA);
        rita.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        file(SampleRollout.file("shop", TRACKER));
        int smtp = mail.getSmtp().getPort();
        good(rita.put(
                "/api/mail",
                Map.of("host", "127.0.0.1", "port", smtp, "security", "none", "sender", "slipway@example.org")));
        good(rita.put(
                "/api/mail/mailbox",
                Map.of(
                        "host", "127.0.0.1",
                        "port", mail.getImap().getPort(),
                        "security", "none",
                        "username", "support",
                        "password", "mailbox password",
                        "address", "support@example.org")));
    }

    @AfterAll
    void stop() {
        server.close();
        mail.stop();
    }

    private static void good(TestServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
    }

    private void file(String text) throws Exception {
        good(rita.put(ROLLOUT, Map.of("file", text)));
    }

    @Test
    void aMailOpensACaseAndAReplyIsANoteAndAStrangerOpensAMarkedOne() throws Exception {
        send("<1@x>", "ada@example.org", "support@example.org", "The copy is slow", "Since 1.2.0.", "");
        send("<1@x>", "ada@example.org", "support@example.org", "The copy is slow", "Since 1.2.0.", "");
        read();
        JsonNode slow = titled("The copy is slow");
        long number = slow.path("number").asLong();
        assertThat(slow.path("source").asString()).isEqualTo("mail");
        assertThat(slow.path("reporter").asString()).isEqualTo("ada");

        send("<2@x>", "ben@example.org", "support@example.org", "Re: Case #" + number, "Here too.", "");
        send("<3@x>", "mallory@example.net", "support+shop@example.org", "Re: Case #" + number, "Resolve it!", "");
        send("<4@x>", "ada@example.org", "support@example.org", "Out of office", "I am away.", "auto-replied");
        answer(
                "<5@x>",
                "dora@example.org",
                "REPLY",
                "PARTSTAT=ACCEPTED",
                "DTSTART:20261116T083000Z",
                "of another program's");
        read();
        JsonNode noted = ada.get(CASES + "/" + number).json();
        assertThat(noted.path("events"))
                .extracting(event ->
                        event.path("by").asString() + " " + event.path("kind").asString() + " "
                                + event.path("text").asString())
                .containsExactly("ada opened Since 1.2.0.", "ben noted Here too.");
        assertThat(noted.path("phase").asString()).isEqualTo("open");
        JsonNode marked = titled("Re: Case #" + number);
        assertThat(marked.path("source").asString()).isEqualTo("unknown-sender");
        assertThat(marked.path("tier").asString()).isEqualTo("L1");
        assertThat(server.part(TakenMails.class).of("shop", 20))
                .extracting(TakenMails.Line::outcome)
                .filteredOn(outcome -> outcome.equals("case") || outcome.equals("note"))
                .containsExactlyInAnyOrder("case", "note", "case");
        assertThat(server.part(TakenMails.class).of("", 20)).hasSize(2);

        // From its beginning again, as a mailbox that was numbered anew: each was taken.
        int before = all().size();
        server.part(Store.class).run(handle -> handle.execute("UPDATE mailbox SET last_uid = 0"));
        read();
        assertThat(all()).hasSize(before);
        assertThat(ada.get(CASES + "/" + number).json().path("events")).hasSize(2);
    }

    @Test
    void meetingsAreInvitedToADayAheadWithWhatIsOpenAndAreInTheCalendar() throws Exception {
        long number = made(ada.post(CASES, Map.of("title", "Which index?")))
                .path("number")
                .asLong();
        good(ada.post(
                CASES + "/" + number + "/steps",
                Map.of("step", "escalate", "text", "It is a table of yours: orders.")));
        AgreedDates.agree(server, "shop", "2026-11-16");
        MeetingInvitations invitations = server.part(MeetingInvitations.class);
        invitations.run();
        assertThat(invited()).as("more than a day ahead").isEmpty();

        clock.moveTo("2026-11-15T09:00:00Z");
        invitations.run();
        invitations.run();
        String meeting = "Shop: L2 meets L3 on Monday, 16 November 2026";
        for (String who : List.of("dora@example.org", "omar@example.org", "vera@example.com")) {
            assertThat(calendar(letter(who, meeting)))
                    .contains("METHOD:REQUEST")
                    .contains("UID:meeting.2026-11-16.shop@slipway")
                    .contains("SEQUENCE:0")
                    .contains("DTSTART:20261116T083000Z")
                    .contains("DTEND:20261116T084500Z")
                    .contains("LOCATION:https://meet.example.org/shop")
                    .contains("mailto:" + who)
                    .contains("- #" + number + " Which index? (L2\\, nobody has it yet)");
        }
        assertThat(invited()).containsExactly("dora", "omar", "vera");
        assertThat(feed())
                .contains("UID:meeting.2026-11-16.shop@slipway")
                .contains("UID:meeting.2026-11-17.shop@slipway")
                .contains("Which index?");

        answer("<m1@x>", "dora@example.org", "REPLY", "PARTSTAT=ACCEPTED", "DTSTART:20261116T083000Z");
        answer("<m2@x>", "omar@example.org", "REPLY", "PARTSTAT=DECLINED", "DTSTART:20261116T083000Z");
        answer("<m3@x>", "vera@example.com", "COUNTER", "PARTSTAT=TENTATIVE", "DTSTART:20261116T130000Z");
        answer("<m4@x>", "ben@example.org", "REPLY", "PARTSTAT=ACCEPTED", "DTSTART:20261116T083000Z");
        answer("<m5@x>", "mallory@example.net", "REPLY", "PARTSTAT=ACCEPTED", "DTSTART:20261116T083000Z");
        read();
        assertThat(outcomes())
                .containsOnlyOnce(
                        "answered Dora Berg comes to the meeting of 2026-11-16.",
                        "answered Omar Said does not come to the meeting of 2026-11-16.",
                        "undecided Vera Moss proposes another time (Monday, 16 November 2026, 14:00 (Europe/Berlin))"
                                + " for the meeting of 2026-11-16; it was turned down, and Rita Lund was told.",
                        "superseded It answers SEQUENCE 0, which does not stand.",
                        "stranger Its sender is none of the team's people.");
        assertThat(calendar(letter("vera@example.com", "Not moved: " + meeting)))
                .contains("METHOD:DECLINECOUNTER", "SEQUENCE:0", "UID:meeting.2026-11-16.shop@slipway");
        assertThat(letter("rita@example.org", "Vera Moss proposes another time: " + meeting)
                        .getContent()
                        .toString())
                .contains("Monday, 16 November 2026, 14:00 (Europe/Berlin)");
        letter("ben@example.org", "Your answer is about a time that does not stand any more");
        assertThat(meetings()).contains("Dora Berg (comes), Omar Said (does not come), Vera Moss<");

        // A fourth who comes changes nothing for the others: their answers, and answers to what they have, count.
        file(SampleRollout.file("shop", TRACKER).replace("members: [dora, omar]", "members: [dora, omar, ada]"));
        invitations.run();
        answer("<m6@x>", "vera@example.com", "REPLY", "PARTSTAT=ACCEPTED", "DTSTART:20261116T083000Z");
        read();
        assertThat(meetings()).contains("Ada Byron, Dora Berg (comes), Omar Said (does not come), Vera Moss (comes)<");
        file(SampleRollout.file("shop", TRACKER));
        invitations.run();

        file(SampleRollout.file("shop", TRACKER)
                .replace("at: \"09:30\"", "at: \"10:00\"")
                .replace("members: [dora, omar]", "members: [dora, ada]"));
        invitations.run();
        assertThat(calendar(letter("vera@example.com", "Changed: " + meeting)))
                .contains("SEQUENCE:3")
                .contains("DTSTART:20261116T090000Z");
        assertThat(calendar(letter("omar@example.org", "Cancelled: " + meeting)))
                .contains("METHOD:CANCEL");
        assertThat(calendar(letter("ada@example.org", "Changed: " + meeting))).contains("METHOD:REQUEST");

        good(dora.post(ROLLOUT + "/support/decisions", Map.of("text", "An index on day.", "about", number)));
        assertThat(ada.get(CASES + "/" + number).body())
                .contains("Decided at the meeting of 2026-11-15: An index on day.");

        AgreedDates.agree(server, "shop", "2026-11-30");
        invitations.run();
        assertThat(calendar(letter("vera@example.com", "Cancelled: " + meeting)))
                .contains("METHOD:CANCEL")
                .contains("SEQUENCE:4")
                .contains("STATUS:CANCELLED");
        invitations.run();
        assertThat(letters("vera@example.com"))
                .as("invited, not moved as she proposed, moved, cancelled, each once")
                .isEqualTo(4);
        assertThat(invited()).isEmpty();
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    @Test
    void aTrackerIsHeardByASignatureOrASecretAndByNothingElse() throws Exception {
        String body = "{\"issue\": {\"key\": \"PAY-7\"}}";
        assertThat(server.send("POST", HOOK, body, "X-Slipway-Hook", "").status())
                .as("no secret is set")
                .isEqualTo(404);
        good(rita.put("/api/projects/shop/secrets/JIRA_HOOK", Map.of("value", "only jira knows")));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("only jira knows".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String right = "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(server.send("POST", HOOK, body, "X-Hub-Signature", right).status())
                .isEqualTo(204);
        assertThat(server.send("POST", HOOK, body, "X-Slipway-Hook", "only jira knows")
                        .status())
                .isEqualTo(204);
        assertThat(server.send("POST", HOOK, body + " ", "X-Hub-Signature", right)
                        .status())
                .isEqualTo(404);
        assertThat(server.send("POST", HOOK, body, "X-Slipway-Hook", "only jira knew")
                        .status())
                .isEqualTo(404);
        TestServer.Answer unknown = server.send("POST", HOOK.replace("jira", "desk"), body, "X-Hub-Signature", right);
        assertThat(unknown.status()).isEqualTo(404);
        String elsewhere =
                server.send("POST", HOOK.replace("shop", "bank"), body).body();
        assertThat(told(unknown.body()))
                .as("nobody learns which projects and trackers there are")
                .isEqualTo(told(elsewhere.replace("bank/rollout/trackers/jira", "shop/rollout/trackers/desk")));
        TestServer.Answer nothing = server.send("POST", HOOK, "{}", "X-Slipway-Hook", "only jira knows");
        assertThat(nothing.status()).isEqualTo(400);
        assertThat(nothing.body()).contains("names no issue").doesNotContain("only jira knows");
    }

    private static String told(String problem) {
        return problem.replaceFirst("\"request\":\"[^\"]*\"", "");
    }

    private List<String> invited() throws Exception {
        List<String> invited = new java.util.ArrayList<>();
        rita.get(ROLLOUT + "/support").json().path("invited").forEach(key -> invited.add(key.asString()));
        return invited;
    }

    private String feed() throws Exception {
        Caller caller = new Caller(
                server.person("cal", Role.VIEWER), List.of(new Grant(Role.VIEWER, "", "")), Optional.empty());
        String secret = server.part(CalendarFeeds.class).make(caller, "shop").secret();
        TestServer.Answer answer = server.get("/api/calendars/rollouts.ics?token=" + secret);
        good(answer);
        return answer.body().replace("\r\n ", "");
    }

    private void read() {
        server.part(MailboxRun.class).run();
    }

    private List<JsonNode> all() throws Exception {
        List<JsonNode> all = new java.util.ArrayList<>();
        rita.get(CASES + "?state=any").json().path("cases").forEach(all::add);
        return all;
    }

    private JsonNode titled(String title) throws Exception {
        List<JsonNode> found = all().stream()
                .filter(one -> one.path("title").asString().equals(title))
                .toList();
        assertThat(found).as("%s", all()).hasSize(1);
        return found.get(0);
    }

    private static JsonNode made(TestServer.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    /** @param to in its header; it is delivered to the mailbox in any case, as a mail server does with what follows '+' */
    private void send(String id, String from, String to, String subject, String text, String automatic)
            throws Exception {
        MimeMessage message = message(id, from, to, subject);
        message.setText(text, "UTF-8");
        if (!automatic.isEmpty()) {
            message.setHeader("Auto-Submitted", automatic);
        }
        deliver(message);
    }

    private List<String> outcomes() {
        return server.part(TakenMails.class).of("shop", 50).stream()
                .map(line -> line.outcome() + " " + line.note())
                .toList();
    }

    private String meetings() throws Exception {
        return rita.get("/projects/shop/rollout/meetings").body();
    }

    private void answer(String id, String from, String method, String answer, String start) throws Exception {
        answer(id, from, method, answer, start, "meeting.2026-11-16.shop@slipway");
    }

    private void answer(String id, String from, String method, String answer, String start, String uid)
            throws Exception {
        MimeMessage message = message(id, from, "support@example.org", "An answer");
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Yes.");
        MimeBodyPart calendar = new MimeBodyPart();
        String ics = "BEGIN:VCALENDAR\r\nPRODID:-//x//EN\r\nVERSION:2.0\r\nMETHOD:" + method
                + "\r\nBEGIN:VEVENT\r\nUID:" + uid + "\r\nSEQUENCE:0\r\n" + start
                + "\r\nATTENDEE;" + answer + ":mailto:" + from
                + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        calendar.setDataHandler(new DataHandler(new ByteArrayDataSource(
                ics.getBytes(StandardCharsets.UTF_8), "text/calendar; charset=UTF-8; method=" + method)));
        message.setContent(new MimeMultipart("alternative", text, calendar));
        deliver(message);
    }

    private MimeMessage message(String id, String from, String to, String subject) throws Exception {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", Integer.toString(mail.getSmtp().getPort()));
        MimeMessage message = new MimeMessage(Session.getInstance(settings)) {
            @Override
            protected void updateMessageID() throws jakarta.mail.MessagingException {
                setHeader("Message-ID", id);
            }
        };
        message.setFrom(new InternetAddress(from));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        message.setSubject(subject, "UTF-8");
        return message;
    }

    private static void deliver(MimeMessage message) throws Exception {
        message.saveChanges();
        Transport.send(message, new InternetAddress[] {new InternetAddress("support@example.org")});
    }

    private MimeMessage letter(String to, String subject) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (System.nanoTime() < end) {
            for (MimeMessage message : mail.getReceivedMessages()) {
                if (message.getAllRecipients()[0].toString().equals(to)
                        && message.getSubject().equals(subject)) {
                    return message;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("no '" + subject + "' to " + to + " among "
                + Arrays.stream(mail.getReceivedMessages())
                        .map(SupportInServerTest::subject)
                        .toList());
    }

    private long letters(String to) {
        return Arrays.stream(mail.getReceivedMessages())
                .filter(message -> subject(message).contains("L2 meets L3"))
                .filter(message -> subject(message).endsWith("to " + to))
                .count();
    }

    private static String subject(MimeMessage message) {
        try {
            return message.getSubject() + " to " + message.getAllRecipients()[0];
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String calendar(MimeMessage message) throws Exception {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        return new String(parts.getBodyPart(1).getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replace("\r\n ", "");
    }
}
