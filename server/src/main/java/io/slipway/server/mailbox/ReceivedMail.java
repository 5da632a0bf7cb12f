package io.slipway.server.mailbox;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A mail as it came. Who it says it is from may be forged.
 *
 * @param sender the one address that it says it comes from, in lower case; empty when there is none or several
 * @param to all addresses it went to, in lower case
 * @param automatic whether it says that no person wrote it
 * @param text its plain text; empty when it has none
 * @param calendar its iCalendar part
 */
public record ReceivedMail(
        String messageId,
        String sender,
        List<String> to,
        String subject,
        boolean automatic,
        String text,
        Optional<String> calendar) {
    public ReceivedMail {
        messageId = storable(messageId);
        sender = storable(sender);
        to = to.stream().map(ReceivedMail::storable).toList();
        subject = storable(subject);
        text = storable(text);
        calendar = calendar.map(ReceivedMail::storable);
    }

    /** PostgreSQL stores no NUL, and no mail means one. */
    private static String storable(String text) {
        return text.replace("\u0000", "");
    }

    /** @throws MessagingException it cannot be read */
    public static ReceivedMail of(Message message) throws MessagingException, IOException {
        return MailReading.of(message);
    }
}
