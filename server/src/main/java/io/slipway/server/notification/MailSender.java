package io.slipway.server.notification;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import jakarta.activation.DataHandler;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLSocketFactory;

/** Sends a mail to one receiver. */
public final class MailSender {
    private static final String TIME = Long.toString(Duration.ofSeconds(10).toMillis());
    private final MailServers servers;
    private final Optional<SSLSocketFactory> sockets;

    public MailSender(MailServers servers) {
        this(servers, Optional.empty());
    }

    /** @param sockets another trust than the JDK's */
    MailSender(MailServers servers, Optional<SSLSocketFactory> sockets) {
        this.servers = servers;
        this.sockets = sockets;
    }

    /**
     * A mail.
     *
     * @param id the same at each try, so that a mail program shows doubles as one
     * @param notice id of what it tells of
     * @param replyTo where answers go; empty for the sender
     * @param calendar what mail programs show as an invitation, beside the text
     */
    record Letter(
            String id,
            String notice,
            String to,
            String subject,
            String text,
            Optional<String> replyTo,
            Optional<Letters.CalendarPart> calendar,
            Instant at) {
        static Letter of(Delivery delivery, Notice notice, Letters.Text text) {
            return new Letter(
                    delivery.id(),
                    notice.id(),
                    delivery.address(),
                    text.subject(),
                    text.body(),
                    text.replyTo(),
                    text.calendar(),
                    notice.at());
        }
    }

    Outcome send(Letter letter) {
        Optional<MailServer> server = servers.current();
        if (server.isEmpty()) {
            return new Outcome.Failed("No mail server is set.", false);
        }
        try {
            Transport.send(message(session(server.get(), servers.password()), server.get(), letter));
            return new Outcome.Sent("taken by " + server.get().host());
        } catch (AuthenticationFailedException e) {
            return new Outcome.Failed("The mail server refused the user or the password.", false);
        } catch (MessagingException e) {
            return new Outcome.Failed(sentence(e), false);
        } catch (SlipwayException e) {
            return new Outcome.Failed(Optional.ofNullable(e.getMessage()).orElse(""), false);
        }
    }

    /** What the server said is for whoever runs it; here it is told which step failed. */
    private static String sentence(MessagingException e) {
        for (Throwable cause = e; cause != null; cause = next(cause)) {
            if (cause instanceof javax.net.ssl.SSLException) {
                return "The mail server's TLS certificate is not to be trusted, or it speaks no TLS.";
            }
            if (cause instanceof java.net.ConnectException || cause instanceof java.net.UnknownHostException) {
                return "The mail server cannot be reached.";
            }
            if (cause instanceof java.net.SocketTimeoutException) {
                return "The mail server did not answer in time.";
            }
            if (cause instanceof jakarta.mail.SendFailedException) {
                return "The mail server did not take it for this address.";
            }
        }
        String said = Optional.ofNullable(e.getMessage()).orElse("");
        return said.contains("STARTTLS") ? "The mail server offers no STARTTLS." : "The mail server did not take it.";
    }

    private static @org.jspecify.annotations.Nullable Throwable next(Throwable cause) {
        return cause instanceof MessagingException failed ? failed.getNextException() : cause.getCause();
    }

    private Session session(MailServer server, Secret password) {
        Properties settings = new Properties();
        settings.put("mail.transport.protocol", "smtp");
        settings.put("mail.smtp.host", server.host());
        settings.put("mail.smtp.port", Integer.toString(server.port()));
        settings.put("mail.smtp.connectiontimeout", TIME);
        settings.put("mail.smtp.timeout", TIME);
        settings.put("mail.smtp.writetimeout", TIME);
        settings.put("mail.smtp.ssl.checkserveridentity", "true");
        sockets.ifPresent(factory -> settings.put("mail.smtp.ssl.socketFactory", factory));
        switch (server.security()) {
            case TLS -> settings.put("mail.smtp.ssl.enable", "true");
            case STARTTLS -> {
                settings.put("mail.smtp.starttls.enable", "true");
                settings.put("mail.smtp.starttls.required", "true");
            }
            case NONE -> settings.put("mail.smtp.starttls.enable", "false");
        }
        if (server.username().isEmpty()) {
            return Session.getInstance(settings);
        }
        settings.put("mail.smtp.auth", "true");
        return Session.getInstance(settings, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return password.use(text -> new PasswordAuthentication(server.username(), text));
            }
        });
    }

    private static MimeMessage message(Session session, MailServer server, Letter letter) throws MessagingException {
        MimeMessage message = new MimeMessage(session) {
            /** The library would make up a new one at each try. */
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader(
                        "Message-ID",
                        "<" + letter.id()
                                + server.sender().substring(server.sender().lastIndexOf('@')) + ">");
            }
        };
        message.setFrom(new InternetAddress(server.sender()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to()));
        message.setSubject(letter.subject().replaceAll("\\p{Cntrl}", " "), "UTF-8");
        if (letter.replyTo().isPresent()) {
            message.setReplyTo(
                    new InternetAddress[] {new InternetAddress(letter.replyTo().get())});
        }
        if (letter.calendar().isPresent()) {
            message.setContent(withInvitation(letter.text(), letter.calendar().get()));
        } else {
            message.setText(letter.text(), "UTF-8");
        }
        message.setSentDate(Date.from(letter.at()));
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader("Slipway-Event-Id", letter.notice());
        return message;
    }

    /** The same thing said twice, the richer last: so mail programs offer to accept it. */
    private static MimeMultipart withInvitation(String text, Letters.CalendarPart calendar) throws MessagingException {
        MimeBodyPart words = new MimeBodyPart();
        words.setText(text, "UTF-8");
        MimeBodyPart invitation = new MimeBodyPart();
        invitation.setDataHandler(new DataHandler(new ByteArrayDataSource(
                calendar.text().getBytes(StandardCharsets.UTF_8),
                "text/calendar; charset=UTF-8; method=" + calendar.method())));
        return new MimeMultipart("alternative", words, invitation);
    }
}
