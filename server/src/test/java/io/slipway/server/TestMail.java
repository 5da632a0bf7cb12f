package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/** A mail server with a mailbox for answers, over real SMTP and IMAP. */
final class TestMail implements AutoCloseable {
    static final String PASSWORD = "mailbox password";
    private final GreenMail mail =
            new GreenMail(new ServerSetup[] {ServerSetupTest.SMTP.dynamicPort(), ServerSetupTest.IMAP.dynamicPort()});

    TestMail() {
        mail.start();
        mail.setUser("golive@example.org", "golive", PASSWORD);
    }

    /** Has a Slipway server send by it, and read its mailbox. */
    void setUp(Client administrator) throws Exception {
        TestServer.Answer sender = administrator.put(
                "/api/mail",
                Map.of(
                        "host", "127.0.0.1",
                        "port", mail.getSmtp().getPort(),
                        "security", "none",
                        "sender", "slipway@example.org"));
        assertThat(sender.status()).as(sender.body()).isEqualTo(200);
        TestServer.Answer mailbox = administrator.put("/api/mail/mailbox", mailbox(PASSWORD));
        assertThat(mailbox.status()).as(mailbox.body()).isEqualTo(200);
        assertThat(mailbox.body()).doesNotContain(PASSWORD);
    }

    Map<String, Object> mailbox(String password) {
        return Map.of(
                "host", "127.0.0.1",
                "port", mail.getImap().getPort(),
                "security", "none",
                "username", "golive",
                "password", password,
                "address", "golive@example.org");
    }

    ServerSetup smtp() {
        return mail.getSmtp().getServerSetup();
    }

    /** As mail programs answer an invitation: a text and a calendar part with METHOD:REPLY. */
    void reply(String id, String from, String uid, String attendee, int sequence, String answer) throws Exception {
        reply(id, from, uid, attendee, sequence, answer, "DTSTART;VALUE=DATE:20261214");
    }

    /** @param start the line DTSTART */
    void reply(String id, String from, String uid, String attendee, int sequence, String answer, String start)
            throws Exception {
        answer(id, from, uid, attendee, sequence, answer, "REPLY", start);
    }

    /**
     * As mail programs propose another time: METHOD:COUNTER.
     *
     * @param start the line DTSTART
     */
    void counter(String id, String from, String uid, int sequence, String start) throws Exception {
        answer(id, from, uid, from, sequence, "TENTATIVE", "COUNTER", start);
    }

    void send(String id, String from, String subject, String body) throws Exception {
        MimeMessage message = message(id, from, subject);
        message.setText(body, "UTF-8");
        jakarta.mail.Transport.send(message);
    }

    private MimeMessage message(String id, String from, String subject) throws Exception {
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
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("golive@example.org"));
        message.setSubject(subject);
        return message;
    }

    private void answer(
            String id,
            String from,
            String uid,
            String attendee,
            int sequence,
            String answer,
            String method,
            String start)
            throws Exception {
        MimeMessage message = message(id, from, "Accepted: an invitation");
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Answer");
        MimeBodyPart calendar = new MimeBodyPart();
        String ics = String.join(
                "\r\n",
                "BEGIN:VCALENDAR",
                "PRODID:-//Mail program//EN",
                "VERSION:2.0",
                "METHOD:" + method,
                "BEGIN:VEVENT",
                "UID:" + uid,
                "SEQUENCE:" + sequence,
                "DTSTAMP:20261124T100000Z",
                start,
                "ATTENDEE;PARTSTAT=" + answer + ":mailto:" + attendee,
                "END:VEVENT",
                "END:VCALENDAR",
                "");
        calendar.setDataHandler(new DataHandler(new ByteArrayDataSource(
                ics.getBytes(StandardCharsets.UTF_8), "text/calendar; charset=UTF-8; method=" + method)));
        message.setContent(new MimeMultipart("alternative", text, calendar));
        jakarta.mail.Transport.send(message);
    }

    /** Waits for a mail to somebody whose subject begins so. */
    MimeMessage letter(String to, String subject) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (true) {
            Optional<MimeMessage> found = find(to, subject);
            if (found.isPresent()) {
                return found.get();
            }
            if (System.nanoTime() > end) {
                throw new AssertionError("no mail to " + to + " comes that begins with '" + subject + "'");
            }
            Thread.sleep(30);
        }
    }

    private Optional<MimeMessage> find(String to, String subject) {
        return all(to, subject).findFirst();
    }

    /** How many mails somebody has whose subject begins so. */
    long count(String to, String subject) {
        return all(to, subject).count();
    }

    private Stream<MimeMessage> all(String to, String subject) {
        return Arrays.stream(mail.getReceivedMessages()).filter(message -> {
            try {
                return message.getAllRecipients()[0].toString().equals(to)
                        && message.getSubject().startsWith(subject);
            } catch (jakarta.mail.MessagingException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** The iCalendar part of an invitation, its folded lines whole again. */
    static String calendarOf(MimeMessage message) throws Exception {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(1).getContentType())
                .contains("text/calendar")
                .contains("method=");
        return new String(parts.getBodyPart(1).getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .replace("\r\n ", "");
    }

    @Override
    public void close() {
        mail.stop();
    }
}
