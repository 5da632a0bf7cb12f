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
        to = List.copyOf(to);
    }

    /** @throws MessagingException it cannot be read */
    public static ReceivedMail of(Message message) throws MessagingException, IOException {
        return MailReading.of(message);
    }
}
