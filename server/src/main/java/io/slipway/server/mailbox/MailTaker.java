package io.slipway.server.mailbox;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Somebody who knows what to do with some mails. */
@FunctionalInterface
public interface MailTaker {

    /**
     * What came of a mail.
     *
     * @param team that it is about; empty for none
     * @param outcome a word, such as {@code superseded}
     * @param note for people
     */
    record Taken(String team, String outcome, String note) {}

    /**
     * Takes one, in the transaction in which it is marked as taken: all of it happens once, or not yet.
     *
     * @return empty for one that is for somebody else
     */
    Optional<Taken> take(Handle handle, ReceivedMail mail);
}
