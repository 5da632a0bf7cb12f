package io.slipway.server.support;

import io.slipway.server.mailbox.Mailboxes;
import io.slipway.server.mailbox.ReceivedMail;
import io.slipway.server.notification.Letters;
import io.slipway.server.notification.MailServers;
import io.slipway.server.rollout.ServedRollout;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Asks the writer of a mail to support which of their teams it is for. Only somebody whom a rollout file names is asked:
 * whoever forges a stranger's address has nothing sent there.
 */
public final class TeamQuestion {
    private final Letters letters;
    private final MailServers servers;

    public TeamQuestion(Letters letters, MailServers servers) {
        this.letters = letters;
        this.servers = servers;
    }

    /**
     * Puts the question, with the address of each team and what was written, so that sending it on is all there is to do.
     *
     * @param key of the mail: it is asked about once
     * @return false without a mail server
     */
    boolean ask(Handle handle, String key, ReceivedMail mail, String text, List<ServedRollout> teams) {
        Optional<String> address = Mailboxes.answersTo(handle, servers);
        address.ifPresent(to -> letters.writeOnce(
                handle,
                "which-team:" + key,
                "",
                CaseLedger.SERVER,
                mail.sender(),
                new Letters.Text(
                        "Which team is it for? " + mail.subject(), body(to, text, teams), address, Optional.empty())));
        return address.isPresent();
    }

    private static String body(String address, String text, List<ServedRollout> teams) {
        return "Your mail came, and opened no case yet: it does not say which team it is for.\n\n"
                + "Send it again to the address of the team:\n\n"
                + teams.stream()
                        .map(served -> "    " + tagged(address, served.team()) + "    "
                                + served.rollout().title() + "\n")
                        .collect(Collectors.joining())
                + "\nYou wrote:\n\n"
                + text.lines().map(line -> "> " + line + "\n").collect(Collectors.joining());
    }

    private static String tagged(String address, String team) {
        int at = address.lastIndexOf('@');
        return address.substring(0, at) + "+" + team + address.substring(at);
    }
}
