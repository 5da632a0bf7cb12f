package io.slipway.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.slipway.server.mailbox.Mailbox;
import io.slipway.server.mailbox.MailboxRun;
import io.slipway.server.notification.MailServer;
import io.slipway.store.StoreSettings;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process dies between reading a mail and marking it: another makes the case, and makes it once. */
class MailDiesTest {
    private static final Instant MORNING = Instant.parse("2026-11-10T09:00:00Z");
    private static final ServerSetup[] PORTS = {
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
        new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
    };

    @TempDir
    private Path data;

    private final GreenMail post = new GreenMail(PORTS);

    @BeforeEach
    void start() {
        post.start();
        post.setUser("support@example.org", "support", "box");
    }

    @AfterEach
    void stop() {
        post.stop();
    }

    private Bench open() {
        return Bench.open(data, StoreSettings.embedded(data), Map.of(), MORNING);
    }

    @Test
    void itBecomesOneCase() throws Exception {
        try (Bench bench = open()) {
            bench.rollout("payments", "");
            DyingMailMain.mailboxes(bench, data)
                    .set(
                            Bench.caller("rita"),
                            new Mailbox(
                                    "127.0.0.1",
                                    post.getImap().getPort(),
                                    MailServer.Security.NONE,
                                    "support",
                                    "support@example.org"),
                            "box");
        }
        GreenMailUtil.sendTextEmail(
                "support@example.org",
                "ada@example.org",
                "It is slow",
                "Very.",
                post.getSmtp().getServerSetup());
        reader();

        try (Bench bench = open()) {
            assertThat(bench.table.open("payments")).isEmpty();
            MailboxRun run = DyingMailMain.run(bench, data, new SupportMails(bench.desk.mail()));
            run.run();
            assertThat(bench.table.open("payments")).hasSize(1);
            assertThat(bench.desk
                            .cases()
                            .of("payments", bench.table.open("payments").get(0))
                            .state()
                            .reporter())
                    .isEqualTo("ada");
            bench.store.run(handle -> handle.execute("UPDATE mailbox SET last_uid = 0"));
            run.run();
            assertThat(bench.table.open("payments")).hasSize(1);
            assertThat(bench.audit.verify().whole()).isTrue();
        }
    }

    private void reader() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingMailMain.class.getName(),
                        data.toString(),
                        MORNING.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("reader.log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as("it died where it should").isEqualTo(DyingMailMain.DIED);
    }
}
