package io.slipway.server.support;

import io.slipway.server.mailbox.MailTaker;
import io.slipway.server.mailbox.MailboxRun;
import io.slipway.server.mailbox.Mailboxes;
import io.slipway.server.mailbox.TakenMails;
import io.slipway.server.secret.SealingKeys;
import io.slipway.server.secret.Secrets;
import io.slipway.store.StoreSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A process of its own that reads the mailbox, and dies when a case was made of a mail, before the mail is marked. */
final class DyingMailMain {
    static final int DIED = 9;
    private static final int LIVED = 8;

    private DyingMailMain() {}

    static Mailboxes mailboxes(Bench bench, Path data) {
        Secrets secrets = new Secrets(bench.store, new SealingKeys(data, Optional.empty()), bench.audit, bench.time);
        return new Mailboxes(bench.store, secrets, bench.audit, bench.time);
    }

    static MailboxRun run(Bench bench, Path data, MailTaker taker) {
        return new MailboxRun(
                bench.store,
                mailboxes(bench, data),
                new TakenMails(bench.store, bench.time),
                List.of(taker),
                (handle, large) -> Optional.empty());
    }

    /** Arguments: data folder, time. */
    public static void main(String[] args) {
        Path data = Path.of(args[0]);
        Bench bench = Bench.open(data, StoreSettings.embedded(data), Map.of(), Instant.parse(args[1]));
        SupportMails mails = new SupportMails(bench.desk.mail());
        run(bench, data, (handle, mail) -> {
                    mails.take(handle, mail);
                    Runtime.getRuntime().halt(DIED);
                    return Optional.empty();
                })
                .run();
        Runtime.getRuntime().halt(LIVED);
    }
}
