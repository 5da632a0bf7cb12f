package io.slipway.server.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.slipway.release.error.SlipwayException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mails by a real SMTP server, with and without TLS, with good and bad passwords. */
class MailSenderTest {
    private static final String PASSWORD = "mail password 4711";
    private final GreenMail plain = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    private final GreenMail tls = new GreenMail(ServerSetupTest.SMTPS.dynamicPort());

    @TempDir
    private Path data;

    private Post post;

    private TestCertificate certificate;

    @BeforeEach
    void start() throws Exception {
        certificate = TestCertificate.make(data);
        post = Post.open(data, Post.settings(data, Optional.empty()), Map.of(), "one");
        plain.start();
        tls.setUser("slipway@example.com", "slipway", PASSWORD);
        tls.start();
    }

    @AfterEach
    void stop() {
        post.close();
        plain.stop();
        tls.stop();
    }

    private static MailSender.Letter letter() {
        return new MailSender.Letter(
                "d1",
                "n1",
                "ann@example.com",
                "Grüße\r\nBcc: eve@example.com",
                "Text: ä",
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH);
    }

    private void use(int port, MailServer.Security security, String user, String password) {
        post.mail.set(Post.ANN, new MailServer("localhost", port, security, user, "slipway@example.com"), password);
    }

    @Test
    void withoutAServer() {
        assertThat(new MailSender(post.mail).send(letter()).sentence()).isEqualTo("No mail server is set.");
    }

    @Test
    void plainly() throws Exception {
        use(plain.getSmtp().getPort(), MailServer.Security.NONE, "", "");
        assertThat(new MailSender(post.mail).send(letter())).isInstanceOf(Outcome.Sent.class);
        assertThat(plain.getReceivedMessages()).hasSize(1);
        assertThat(plain.getReceivedMessages()[0].getSubject()).isEqualTo("Grüße  Bcc: eve@example.com");
        assertThat(plain.getReceivedMessages()[0].getMessageID()).isEqualTo("<d1@example.com>");
        assertThat(plain.getReceivedMessages()[0].getHeader("Bcc")).isNull();
        assertThat((String) plain.getReceivedMessages()[0].getContent()).startsWith("Text: ä");
    }

    /** A server in the middle that offers no TLS gets neither the mail nor the password. */
    @Test
    void noStarttlsNoMail() {
        use(plain.getSmtp().getPort(), MailServer.Security.STARTTLS, "slipway", PASSWORD);
        assertThat(new MailSender(post.mail).send(letter()).sentence())
                .isEqualTo("The mail server offers no STARTTLS.");
        assertThat(plain.getReceivedMessages()).isEmpty();
    }

    @Test
    void aCertificateThatNobodySigned() {
        use(tls.getSmtps().getPort(), MailServer.Security.TLS, "slipway", PASSWORD);
        assertThat(new MailSender(post.mail).send(letter()).sentence()).contains("certificate is not to be trusted");
        assertThat(tls.getReceivedMessages()).isEmpty();
    }

    @Test
    void overTlsWithAPassword() throws Exception {
        try (TlsMailServer server = new TlsMailServer(certificate.context(), true, PASSWORD)) {
            use(server.port(), MailServer.Security.TLS, "slipway", PASSWORD);
            assertThat(trusting().send(letter())).isInstanceOf(Outcome.Sent.class);
            assertThat(server.encrypted()).contains("RCPT TO:<ann@example.com>", "Message-ID: <d1@example.com>");
            use(server.port(), MailServer.Security.TLS, "slipway", "another");
            assertThat(trusting().send(letter()).sentence())
                    .isEqualTo("The mail server refused the user or the password.");
        }
    }

    /** Trusted, but it is somebody else's. */
    @Test
    void aCertificateOfAnotherName() throws Exception {
        try (TlsMailServer server = new TlsMailServer(certificate.context(), true, PASSWORD)) {
            post.mail.set(
                    Post.ANN,
                    new MailServer(
                            "127.0.0.1", server.port(), MailServer.Security.TLS, "slipway", "slipway@example.com"),
                    PASSWORD);
            assertThat(trusting().send(letter()).sentence()).contains("certificate is not to be trusted");
            assertThat(server.encrypted()).isEmpty();
        }
    }

    @Test
    void byStarttls() throws Exception {
        try (TlsMailServer server = new TlsMailServer(certificate.context(), false, PASSWORD)) {
            use(server.port(), MailServer.Security.STARTTLS, "slipway", PASSWORD);
            assertThat(new MailSender(post.mail).send(letter()).sentence())
                    .contains("certificate is not to be trusted");
            assertThat(server.encrypted()).isEmpty();
            assertThat(trusting().send(letter())).isInstanceOf(Outcome.Sent.class);
            assertThat(server.encrypted())
                    .anyMatch(line -> line.startsWith("AUTH PLAIN"))
                    .contains("RCPT TO:<ann@example.com>", "Message-ID: <d1@example.com>");
            assertThat(server.plain()).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    private MailSender trusting() throws Exception {
        return new MailSender(post.mail, Optional.of(certificate.context().getSocketFactory()));
    }

    @Test
    void nobodyThere() {
        int port = plain.getSmtp().getPort();
        plain.stop();
        use(port, MailServer.Security.NONE, "", "");
        assertThat(new MailSender(post.mail).send(letter()).sentence()).isEqualTo("The mail server cannot be reached.");
    }

    /** The password there is goes to no other server, and none goes out in the clear. */
    @Test
    void whereThePasswordDoesNotGo() {
        use(587, MailServer.Security.STARTTLS, "slipway", PASSWORD);
        use(465, MailServer.Security.TLS, "slipway", "");
        MailServer elsewhere =
                new MailServer("evil.example", 587, MailServer.Security.STARTTLS, "slipway", "slipway@example.com");
        assertThatThrownBy(() -> post.mail.set(Post.ANN, elsewhere, "")).isInstanceOf(SlipwayException.class);
        assertThatThrownBy(() -> use(25, MailServer.Security.NONE, "slipway", PASSWORD))
                .isInstanceOf(SlipwayException.class);
        use(25, MailServer.Security.NONE, "", "");
        assertThat(post.mail.password().isPresent()).isFalse();
    }
}
