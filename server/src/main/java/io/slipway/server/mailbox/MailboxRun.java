package io.slipway.server.mailbox;

import io.slipway.release.target.Secret;
import io.slipway.server.error.StoreFailure;
import io.slipway.server.mailbox.MailTaker.Taken;
import io.slipway.server.mailbox.Mailboxes.Place;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the mailbox once: what came since the last time, by the mail server's numbers, so that it does not matter what a
 * mail program marked as read. Nothing in it is changed or deleted.
 */
public final class MailboxRun {
    private static final Logger LOG = LoggerFactory.getLogger(MailboxRun.class);
    private static final String TIME = Long.toString(Duration.ofSeconds(15).toMillis());
    /** In bytes; what is larger is left alone. */
    static final int LARGEST = 10 << 20;
    /** So often a mail that cannot be taken in is tried before those behind it get their turn. */
    private static final int TRIES = 3;

    private final io.slipway.store.Store store;
    private final Mailboxes mailboxes;
    private final TakenMails taken;
    private final List<MailTaker> takers;
    private final MailTaker left;
    private long failing;
    private int tries;

    /** @param left tells of a mail that is too large to be read, of which nothing but its header is known */
    public MailboxRun(
            io.slipway.store.Store store,
            Mailboxes mailboxes,
            TakenMails taken,
            List<MailTaker> takers,
            MailTaker left) {
        this.store = store;
        this.mailboxes = mailboxes;
        this.taken = taken;
        this.takers = List.copyOf(takers);
        this.left = left;
    }

    /** Does nothing while no mailbox is set. How it went is kept, for those who look after it. */
    public void run() {
        Optional<Mailbox> mailbox = mailboxes.current();
        if (mailbox.isPresent()) {
            mailboxes.went(problem(mailbox.get()));
        }
    }

    private String problem(Mailbox mailbox) {
        Secret password = mailboxes.password();
        try (jakarta.mail.Store mails = session(mailbox).getStore("imap")) {
            password.use(text -> {
                connect(mails, mailbox, text);
                return "";
            });
            try (Folder inbox = mails.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                take(inbox);
            }
            return "";
        } catch (Unreachable e) {
            return e.getCause() instanceof AuthenticationFailedException
                    ? "The mailbox refused the user or the password."
                    : "The mailbox cannot be reached, or speaks no TLS that is to be trusted.";
        } catch (MessagingException e) {
            LOG.warn("The mailbox could not be read: {}", e.toString());
            return "The mailbox could not be read.";
        } catch (NotTaken e) {
            return "A mail could not be taken in. It is tried again, and passed over after some tries.";
        }
    }

    /** A mail could not be taken in, now; it is tried again. */
    private static final class NotTaken extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotTaken(RuntimeException cause) {
            super(cause);
        }
    }

    /** Carries what connecting failed with out of the use of the password. */
    private static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1;

        Unreachable(MessagingException cause) {
            super(cause);
        }
    }

    private static void connect(jakarta.mail.Store mails, Mailbox mailbox, String password) {
        try {
            mails.connect(mailbox.host(), mailbox.port(), mailbox.username(), password);
        } catch (MessagingException e) {
            throw new Unreachable(e);
        }
    }

    private void take(Folder inbox) throws MessagingException {
        UIDFolder numbered = (UIDFolder) inbox;
        long numbering = numbered.getUIDValidity();
        Place place = mailboxes.place();
        // Another numbering: everything is looked at again, and what was taken is known.
        long last = place.numbering() == numbering ? place.last() : 0;
        for (Message message : numbered.getMessagesByUID(last + 1, UIDFolder.LASTUID)) {
            long uid = numbered.getUID(message);
            // The last one is given even when it is older than what was asked for.
            if (uid > last) {
                take(message, new Place(numbering, uid));
            }
        }
    }

    /** One that cannot be taken in must hold up those behind it no longer than it takes to know that it never will be. */
    private void take(Message message, Place reached) throws MessagingException {
        boolean large = message.getSize() > LARGEST;
        Optional<ReceivedMail> mail = read(message, large);
        try {
            take(mail, large ? List.of(left) : takers, reached);
            tries = 0;
        } catch (RuntimeException e) {
            tries = failing == reached.last() ? tries + 1 : 1;
            failing = reached.last();
            LOG.warn("Mail {} in the mailbox cannot be taken in, try {}: {}", failing, tries, e.toString());
            if (StoreFailure.in(e).isPresent() || tries < TRIES) {
                throw new NotTaken(e);
            }
            tries = 0;
            String why = "It could not be taken in, and was passed over after " + TRIES + " tries.";
            take(mail, List.of((handle, given) -> Optional.of(new Taken("", "passed-over", why))), reached);
        }
    }

    private void take(Optional<ReceivedMail> mail, List<MailTaker> asked, Place reached) {
        store.run(handle -> {
            mail.filter(m -> taken.first(handle, m))
                    .ifPresent(m -> taken.came(
                            handle,
                            m,
                            asked.stream()
                                    .flatMap(taker -> taker.take(handle, m).stream())
                                    .findFirst()
                                    .orElse(new Taken("", "nobodys", "It answers nothing that is known here."))));
            mailboxes.reached(handle, reached);
        });
    }

    /** Empty for one that cannot be read: it must not hold up those behind it. */
    private static Optional<ReceivedMail> read(Message message, boolean large) throws MessagingException {
        try {
            if (large) {
                LOG.warn("A mail of {} bytes in the mailbox is left alone", message.getSize());
                return Optional.of(MailReading.headOf(message));
            }
            return Optional.of(ReceivedMail.of(message));
        } catch (IOException | RuntimeException e) {
            LOG.warn("A mail in the mailbox cannot be read and is left alone: {}", e.toString());
            return Optional.empty();
        } catch (MessagingException e) {
            if (!message.getFolder().isOpen()) {
                throw e;
            }
            LOG.warn("A mail in the mailbox cannot be read and is left alone: {}", e.toString());
            return Optional.empty();
        }
    }

    private static Session session(Mailbox mailbox) {
        Properties settings = new Properties();
        settings.put("mail.store.protocol", "imap");
        settings.put("mail.imap.connectiontimeout", TIME);
        settings.put("mail.imap.timeout", TIME);
        settings.put("mail.imap.writetimeout", TIME);
        settings.put("mail.imap.ssl.checkserveridentity", "true");
        settings.put("mail.mime.address.strict", "false");
        switch (mailbox.security()) {
            case TLS -> settings.put("mail.imap.ssl.enable", "true");
            case STARTTLS -> {
                settings.put("mail.imap.starttls.enable", "true");
                settings.put("mail.imap.starttls.required", "true");
            }
            case NONE -> settings.put("mail.imap.starttls.enable", "false");
        }
        return Session.getInstance(settings);
    }
}
