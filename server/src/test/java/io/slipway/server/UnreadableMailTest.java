package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

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
                    List.of((handle, received) -> take(received)),
                    (handle, large) -> Optional.empty());
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
            assertThat(server.part(TakenMails.class).of("", 10))
                    .as("the page of mails names the one that is passed over")
                    .extracting(TakenMails.Line::sender, TakenMails.Line::note)
                    .containsExactly(
                            tuple("ada@example.org", "It could not be taken in, and was passed over after 3 tries."));

            outage = 1;
            mail.reply("<later@x>", "ben@example.org", "uid", "ben@example.org", 2, "ACCEPTED");
            run.run();
            assertThat(takenIn).containsExactly("<behind@x>");
            run.run();
            assertThat(takenIn).containsExactly("<behind@x>", "<later@x>");
        }
    }

    @Test
    void whoSendsAMailThatIsTooLargeIsTold() throws Exception {
        try (TestServer server = TestServer.start(folder.resolve("data"), Map.of());
                TestMail mail = new TestMail()) {
            Client root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
            mail.setUp(root);
            SampleProject shop = SampleProject.make(folder.resolve("shop"));
            root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
            root.put("/api/projects/shop/rollout", Map.of("file", SampleRollout.file("shop")));
            String large = "0123456789abcdef\n".repeat(700_000);
            mail.send("<large@x>", "ada@example.org", "The whole dump", large);
            mail.send("<strange@x>", "mallory@example.net", "Read this", large);
            mail.send("<small@x>", "ben@example.org", "The copy is slow", "Since 1.2.0.");

            server.part(MailboxRun.class).run();
            server.part(Store.class).run(handle -> handle.execute("UPDATE mailbox SET last_uid = 0"));
            server.part(MailboxRun.class).run();
            assertThat(mail.letter("ada@example.org", "Your mail was too large to be read: The whole dump")
                            .getContent()
                            .toString())
                    .contains("larger than 10 MB", "without what is attached");
            assertThat(server.part(TakenMails.class).of("", 10))
                    .extracting(TakenMails.Line::sender, TakenMails.Line::note)
                    .containsExactlyInAnyOrder(
                            tuple("ada@example.org", "It is larger than 10 MB and was not read; its sender was told."),
                            tuple(
                                    "mallory@example.net",
                                    "It is larger than 10 MB and was not read; its sender is not known here, and was"
                                            + " not told."));
            assertThat(server.part(TakenMails.class).of("shop", 10))
                    .extracting(TakenMails.Line::outcome)
                    .containsExactly("case");
            assertThat(root.get("/mail").body()).contains("The whole dump", "its sender was told");
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
