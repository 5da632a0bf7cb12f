package io.slipway.server.mailbox;

import jakarta.mail.Address;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetAddress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads what matters of a mail, whoever made it and however. */
final class MailReading {
    private static final int LARGEST_PART = 256 * 1024;
    private static final int DEEPEST = 10;
    private static final int PARTS = 100;
    private String text = "";
    private Optional<String> calendar = Optional.empty();
    private int parts;

    private MailReading() {}

    static ReceivedMail of(Message message) throws MessagingException, IOException {
        MailReading reading = new MailReading();
        reading.read(message, 0);
        return reading.mail(message);
    }

    /** Nothing but what stands in its header. */
    static ReceivedMail headOf(Message message) throws MessagingException {
        return new MailReading().mail(message);
    }

    private ReceivedMail mail(Message message) throws MessagingException {
        String submitted = header(message, "Auto-Submitted");
        return new ReceivedMail(
                header(message, "Message-ID").strip(),
                sender(message),
                recipients(message),
                Optional.ofNullable(message.getSubject()).orElse(""),
                !submitted.isEmpty() && !submitted.equalsIgnoreCase("no"),
                text,
                calendar);
    }

    private static List<String> recipients(Message message) throws MessagingException {
        try {
            Address[] all = message.getAllRecipients();
            return all == null
                    ? List.of()
                    : Arrays.stream(all)
                            .filter(InternetAddress.class::isInstance)
                            .map(address -> String.valueOf(((InternetAddress) address).getAddress())
                                    .toLowerCase(Locale.ROOT))
                            .toList();
        } catch (AddressException e) {
            // Whom it says it is for cannot be read: then it says nothing.
            return List.of();
        }
    }

    private void read(Part part, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST || ++parts > PARTS) {
            return;
        }
        if (part.isMimeType("multipart/*")) {
            if (part.getContent() instanceof Multipart several) {
                for (int i = 0; i < several.getCount(); i++) {
                    read(several.getBodyPart(i), depth + 1);
                }
            }
        } else if (part.isMimeType("text/calendar") && calendar.isEmpty()) {
            calendar = Optional.of(content(part));
        } else if (part.isMimeType("text/plain") && text.isEmpty() && part.getFileName() == null) {
            text = content(part).replace("\r\n", "\n");
        }
    }

    private static String content(Part part) throws MessagingException, IOException {
        try (InputStream stream = part.getInputStream()) {
            return new String(stream.readNBytes(LARGEST_PART), charset(part));
        }
    }

    private static Charset charset(Part part) throws MessagingException {
        String named = new ContentType(part.getContentType()).getParameter("charset");
        try {
            return named == null ? StandardCharsets.UTF_8 : Charset.forName(named);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static String sender(Message message) throws MessagingException {
        Address[] from = message.getFrom();
        return from != null && from.length == 1 && from[0] instanceof InternetAddress one && one.getAddress() != null
                ? one.getAddress().toLowerCase(Locale.ROOT)
                : "";
    }

    private static String header(Message message, String name) throws MessagingException {
        String[] values = message.getHeader(name);
        return values == null || values.length == 0 ? "" : values[0];
    }
}
