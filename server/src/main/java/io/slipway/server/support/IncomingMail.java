package io.slipway.server.support;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mail that came to the address of support, whoever fetched it.
 *
 * @param messageId of its header, by which the same mail is known again
 * @param from the address of its sender, as the header says: it can be forged, so a mail does nothing but open a case or
 *     add a note
 * @param to all addresses it went to
 * @param text its plain text
 */
public record IncomingMail(String messageId, String from, List<String> to, String subject, String text) {
    private static final int DEEPEST = 5;

    public IncomingMail {
        to = List.copyOf(to);
    }

    /** @throws MessagingException it cannot be read; so a missing sender or Message-ID */
    public static IncomingMail of(MimeMessage mail) throws MessagingException, IOException {
        String id = Optional.ofNullable(mail.getMessageID())
                .orElseThrow(() -> new MessagingException("a mail without Message-ID"));
        String from = addresses(mail.getFrom())
                .findFirst()
                .orElseThrow(() -> new MessagingException("a mail without sender"));
        return new IncomingMail(
                id,
                from,
                addresses(mail.getAllRecipients()).toList(),
                Optional.ofNullable(mail.getSubject()).orElse(""),
                text(mail, 0).orElse(""));
    }

    private static Stream<String> addresses(Address @org.jspecify.annotations.Nullable [] addresses) {
        return addresses == null
                ? Stream.empty()
                : Arrays.stream(addresses)
                        .filter(InternetAddress.class::isInstance)
                        .map(InternetAddress.class::cast)
                        .map(InternetAddress::getAddress)
                        .filter(address -> address != null && !address.isBlank());
    }

    /** The first plain text that is no attachment. */
    private static Optional<String> text(Part part, int depth) throws MessagingException, IOException {
        if (Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || depth > DEEPEST) {
            return Optional.empty();
        }
        if (part.isMimeType("text/plain") && part.getContent() instanceof String text) {
            return Optional.of(text.replace("\r\n", "\n"));
        }
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                Optional<String> text = text(parts.getBodyPart(i), depth + 1);
                if (text.isPresent()) {
                    return text;
                }
            }
        }
        return Optional.empty();
    }
}
