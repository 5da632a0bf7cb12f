package io.slipway.server.mailbox;

import io.slipway.server.notification.Letters;
import io.slipway.server.notification.MailServers;
import io.slipway.server.rollout.Rollouts;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Tells of a mail that is too large to be read: its sender, where a rollout file names them, since a stranger's address
 * may be forged; and in any case the page of mails.
 */
public final class LargeMails implements MailTaker {
    private static final String LIMIT = (MailboxRun.LARGEST >> 20) + " MB";
    private final Letters letters;
    private final MailServers servers;
    private final Rollouts rollouts;

    public LargeMails(Letters letters, MailServers servers, Rollouts rollouts) {
        this.letters = letters;
        this.servers = servers;
        this.rollouts = rollouts;
    }

    /** @param mail its header alone */
    @Override
    public Optional<Taken> take(Handle handle, ReceivedMail mail) {
        String what = "It is larger than " + LIMIT + " and was not read";
        if (mail.automatic() || !isKnown(handle, mail.sender())) {
            return Optional.of(new Taken("", "too-large", what + "; its sender is not known here, and was not told."));
        }
        Optional<String> address = Mailboxes.answersTo(handle, servers);
        if (address.isEmpty()) {
            return Optional.of(new Taken("", "too-large", what + "; without a mail server its sender was not told."));
        }
        letters.writeOnce(
                handle,
                "too-large:" + mail.messageId() + " " + mail.sender(),
                "",
                "slipway",
                mail.sender(),
                new Letters.Text(
                        "Your mail was too large to be read: " + mail.subject(),
                        "Your mail came, and was not read: it is larger than " + LIMIT
                                + ", and nothing was done about it.\n\nSend its text again without what is attached, and"
                                + " say in it where that can be had.\n",
                        address,
                        Optional.empty()));
        return Optional.of(new Taken("", "too-large", what + "; its sender was told."));
    }

    private boolean isKnown(Handle handle, String address) {
        return rollouts.byTeam(handle).values().stream()
                .flatMap(served -> served.rollout().people().all().stream())
                .anyMatch(person -> person.email().equals(address));
    }
}
