package io.slipway.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Tier;
import io.slipway.server.mailbox.ReceivedMail;
import io.slipway.server.notification.MailServer;
import io.slipway.server.support.MailCases.Taken;
import io.slipway.store.StoreSettings;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails that went through a real mail server, by SMTP in and by IMAP out. */
class MailCasesTest {
    private static final ServerSetup[] PORTS = {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
    };

    @TempDir
    private Path data;

    private final GreenMail post = new GreenMail(PORTS);
    private Bench bench;

    @BeforeEach
    void start() {
        post.start();
        post.setUser("support@slipway.example.org", "support", "box");
        bench = Bench.open(data, StoreSettings.embedded(data), Map.of(), Instant.parse("2026-11-10T09:00:00Z"));
        bench.rollout("payments", "");
        bench.rollout("orders", "");
    }

    @AfterEach
    void stop() {
        bench.close();
        post.stop();
    }

    private void send(String from, String to, String subject, String text, String id) throws Exception {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties())) {
            @Override
            protected void updateMessageID() throws jakarta.mail.MessagingException {
                setHeader("Message-ID", id);
            }
        };
        mail.setFrom(new InternetAddress(from));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress(to));
        mail.setSubject(subject, "UTF-8");
        MimeMultipart both = new MimeMultipart("alternative");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(text, "UTF-8");
        MimeBodyPart html = new MimeBodyPart();
        html.setContent("<p>markup</p>", "text/html; charset=UTF-8");
        both.addBodyPart(plain);
        both.addBodyPart(html);
        mail.setContent(both);
        mail.saveChanges();
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(post.getSmtp().getPort()));
        try (Transport smtp = Session.getInstance(properties).getTransport("smtp")) {
            smtp.connect();
            smtp.sendMessage(mail, new InternetAddress[] {new InternetAddress("support@slipway.example.org")});
        }
    }

    /** All that lies in the box, as often as it is asked for. */
    private List<Taken> take() throws Exception {
        List<Taken> taken = new ArrayList<>();
        try (jakarta.mail.Store imap = Session.getInstance(new Properties()).getStore("imap")) {
            imap.connect("127.0.0.1", post.getImap().getPort(), "support", "box");
            try (Folder inbox = imap.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                for (Message message : inbox.getMessages()) {
                    taken.add(bench.desk.mail().take(ReceivedMail.of(message)));
                }
            }
        }
        return taken;
    }

    private Case one(String team, long number) {
        return bench.desk.cases().of(team, number).state();
    }

    @Test
    void aMailOpensACaseAndItsReplyIsANoteAndEachCountsOnce() throws Exception {
        send(
                "Ada Byron <ADA@example.org>",
                "support+payments@slipway.example.org",
                "Tabelle gesperrt – was tun?",
                "Bitte helfen.",
                "<1@x>");
        assertThat(take()).containsExactly(new Taken.Opened(1));
        Case opened = one("payments", 1);
        assertThat(opened.title()).isEqualTo("Tabelle gesperrt – was tun?");
        assertThat(opened.text()).isEqualTo("Bitte helfen.");
        assertThat(opened.reporter()).isEqualTo("ada");
        assertThat(opened.source()).isEqualTo(Case.Source.MAIL);

        send(
                "dora@example.org",
                "support@slipway.example.org",
                "Re: [Slipway] Case #1 of payments was opened: L1",
                "Which table?",
                "<2@x>");
        assertThat(take()).containsExactly(new Taken.Known(1), new Taken.Noted(1));
        assertThat(take()).containsExactly(new Taken.Known(1), new Taken.Known(1));
        assertThat(bench.desk.cases().of("payments", 1).events())
                .filteredOn(event -> event.kind() == CaseEvent.Kind.NOTED)
                .singleElement()
                .satisfies(note -> assertThat(note.actor()).isEqualTo("dora"));
    }

    @Test
    void aStrangersMailIsMarkedAndAddsNothingToAnybodysCase() throws Exception {
        bench.desk.cases().open(Bench.caller("ada"), "payments", "Slow", "", Case.Source.PAGE);
        send("mallory@example.net", "support@slipway.example.org", "Case #1: please resolve", "Now.", "<3@x>");
        assertThat(take()).containsExactly(new Taken.Opened(2));
        assertThat(bench.desk.cases().of("payments", 1).events()).hasSize(1);
        Case strange = one("payments", 2);
        assertThat(strange.source()).isEqualTo(Case.Source.UNKNOWN_SENDER);
        assertThat(strange.reporter()).isEqualTo("mallory@example.net");
        assertThat(strange.tier()).isEqualTo(Tier.L1);
        assertThat(strange.assignee()).isEmpty();
    }

    @Test
    void whoeverIsOfSeveralTeamsIsAskedWhich() throws Exception {
        bench.mailServers.set(
                Bench.caller("rita"),
                new MailServer("127.0.0.1", 25, MailServer.Security.NONE, "", "support@slipway.example.org"),
                "");
        send("vera@example.com", "support@slipway.example.org", "Hm", "Whose?\nMine?", "<4@x>");
        send("vera@example.com", "support+shipping@slipway.example.org", "Parcels", "A typo.", "<5@x>");
        send("vera@example.com", "support+orders@slipway.example.org", "Orders", "Theirs.", "<6@x>");
        send("mallory@example.net", "support@slipway.example.org", "Hello", "A stranger.", "<7@x>");
        Taken asked = new Taken.Asked(List.of("orders", "payments"));
        assertThat(take()).containsExactly(asked, asked, new Taken.Opened(1), new Taken.Nobodys());
        assertThat(one("orders", 1).reporter()).isEqualTo("vera");

        assertThat(take()).hasSize(4);
        assertThat(letters()).hasSize(2).allMatch(letter -> letter.startsWith("vera@example.com "));
        assertThat(letters().get(0))
                .contains("Which team is it for? Hm")
                .contains("support+orders@slipway.example.org", "support+payments@slipway.example.org")
                .contains("> Whose?\n> Mine?\n");
    }

    /** Where nobody can be asked, tier 1 of one of the teams sorts it: nothing is lost. */
    @Test
    void withoutAMailServerTheFirstOfTheTeamsSortsIt() throws Exception {
        send("vera@example.com", "support@slipway.example.org", "Hm", "Whose?", "<4@x>");
        assertThat(take()).containsExactly(new Taken.Opened(1));
        assertThat(take()).containsExactly(new Taken.Known(1));
        assertThat(one("orders", 1).text())
                .isEqualTo("It does not say which team it is for; its sender is of orders, payments.\n\nWhose?");
        assertThat(one("orders", 1).tier()).isEqualTo(Tier.L1);
    }

    private List<String> letters() {
        return bench.store.read(handle -> handle.createQuery(
                        "SELECT address || ' ' || subject || ' ' || body FROM letter ORDER BY subject")
                .mapTo(String.class)
                .list());
    }

    @Test
    void theReportersReplyEndsAPause() throws Exception {
        long number = bench.desk
                .cases()
                .open(Bench.caller("ben"), "payments", "Slow", "", Case.Source.PAGE)
                .number();
        bench.desk
                .cases()
                .act(
                        Bench.caller("ada"),
                        "payments",
                        number,
                        new CaseWish(CaseEvent.Kind.PAUSED, "Which?", "", "", Optional.empty(), "", ""));
        send("ben@example.org", "support@slipway.example.org", "Re: Case #1", "orders", "<6@x>");
        take();
        assertThat(one("payments", number).phase()).isEqualTo(Case.Phase.OPEN);
    }
}
