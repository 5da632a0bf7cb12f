package io.slipway.server.support;

import io.slipway.server.mailbox.MailTaker;
import io.slipway.server.mailbox.ReceivedMail;
import io.slipway.server.support.MailCases.Taken.Asked;
import io.slipway.server.support.MailCases.Taken.Known;
import io.slipway.server.support.MailCases.Taken.Nobodys;
import io.slipway.server.support.MailCases.Taken.Noted;
import io.slipway.server.support.MailCases.Taken.Opened;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** Hands mails of the server's mailbox to {@link MailCases}. */
public final class SupportMails implements MailTaker {
    private static final Pattern ANSWER = Pattern.compile("(?im)^METHOD:(REPLY|COUNTER|REFRESH|DECLINECOUNTER)\\s*$");
    private final MailCases cases;

    public SupportMails(MailCases cases) {
        this.cases = cases;
    }

    /**
     * What no person wrote opens no case: two machines would answer each other for ever. Nor does what mail programs send
     * when somebody accepts a meeting, or another time is turned down.
     */
    @Override
    public Optional<Taken> take(Handle handle, ReceivedMail mail) {
        if (mail.automatic() || mail.sender().isEmpty() || answersAnInvitation(mail)) {
            return Optional.empty();
        }
        MailCases.Taken taken = cases.take(handle, mail);
        if (taken instanceof Nobodys) {
            return Optional.empty();
        }
        if (taken instanceof Asked asked) {
            return Optional.of(new Taken(
                    "",
                    "asked",
                    "Its sender was asked which team it is for: " + String.join(", ", asked.teams()) + "."));
        }
        String team = MailCases.team(handle, taken);
        if (taken instanceof Opened opened) {
            return Optional.of(new Taken(team, "case", "It opened case #" + opened.number() + "."));
        }
        if (taken instanceof Noted noted) {
            return Optional.of(new Taken(team, "note", "It is a note of case #" + noted.number() + "."));
        }
        return Optional.of(new Taken(team, "known", "It came before, as case #" + ((Known) taken).number() + "."));
    }

    private static boolean answersAnInvitation(ReceivedMail mail) {
        return mail.calendar().filter(text -> ANSWER.matcher(text).find()).isPresent();
    }
}
