package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.error.StoreFailure;
import io.slipway.server.mailbox.MailTaker;
import io.slipway.server.mailbox.MailboxRun;
import io.slipway.server.mailbox.Mailboxes;
import io.slipway.server.mailbox.ReceivedMail;
import io.slipway.server.mailbox.TakenMails;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mail that can never be taken in is tried a few times, said, and passed over; one that fails for now is not lost. */
class UnreadableMailTest {
    @TempDir
    private Path folder;

    private final List<String> takenIn = new ArrayList<>();
    private int outage;

    private Optional<MailTaker.Taken> take(ReceivedMail mail) {
        if (mail.messageId().equals("<poison@x>") || outage-- > 0) {
            throw new IllegalStateException("no way to take it");
        }
        takenIn.add(mail.messageId());
        return Optional.of(new MailTaker.Taken("shop", "answered", ""));
    }

    @Test
    void oneMailDoesNotStopTheMailbox() throws Exception {
        try (TestServer server = TestServer.start(folder, GuardSettings.STRICT, Map.of());
                TestMail mail = new TestMail()) {
            mail.setUp(Client.of(server, "root", Role.ADMINISTRATOR));
            MailboxRun run = new MailboxRun(
                    server.part(Store.class),
                    server.part(Mailboxes.class),
                    server.part(TakenMails.class),
                    List.of((handle, received) -> take(received)));
            mail.reply("<poison@x>", "ada@example.org", "uid", "ada@example.org", 1, "ACCEPTED");
            mail.reply("<behind@x>", "ben@example.org", "uid", "ben@example.org", 1, "ACCEPTED");

            run.run();
            assertThat(takenIn).isEmpty();
            assertThat(Client.of(server, "rita", Role.ADMINISTRATOR)
                            .get("/api/mail/mailbox")
                            .body())
                    .contains("could not be taken in");
            run.run();
            run.run();
            assertThat(takenIn).containsExactly("<behind@x>");

            outage = 1;
            mail.reply("<later@x>", "ben@example.org", "uid", "ben@example.org", 2, "ACCEPTED");
            run.run();
            assertThat(takenIn).containsExactly("<behind@x>");
            run.run();
            assertThat(takenIn).containsExactly("<behind@x>", "<later@x>");
        }
    }

    @Test
    void nulIsNoPartOfAMail() {
        assertThat(new ReceivedMail("<1>", "a@b", List.of(), "a\u0000b", false, "\u0000", Optional.empty()).subject())
                .isEqualTo("ab");
    }

    @Test
    void aTextThatPostgresqlCannotStoreIsTheSendersFault() {
        SQLException refused = new SQLException("invalid byte sequence for encoding \"UTF8\": 0x00", "22021");
        assertThat(StoreFailure.unstorable(new IllegalStateException(refused))).isTrue();
        assertThat(StoreFailure.in(refused)).isEmpty();
        assertThat(StoreFailure.unstorable(new SQLException("gone", "08006"))).isFalse();
    }
}
