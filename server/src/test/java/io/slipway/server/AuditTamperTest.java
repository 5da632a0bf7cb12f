package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditAnchors;
import io.slipway.server.audit.AuditFile;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.audit.AuditLog.Anchor;
import io.slipway.server.audit.AuditLog.Verdict;
import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Whoever may write to the server's database changes the audit log behind its back: that is found, and placed. */
class AuditTamperTest {
    private static final long EVENTS = 9;

    @TempDir
    private Path folder;

    private TestServer server;
    private AuditLog audit;
    private Client auditor;

    @BeforeEach
    void start() {
        server = TestServer.start(folder.resolve("data"), Map.of());
        audit = server.part(AuditLog.class);
        auditor = Client.of(server, "auditor", Role.ADMINISTRATOR);
        for (int i = 1; audit.anchor().sequence() < EVENTS; i++) {
            int number = i;
            server.part(Store.class)
                    .run(handle -> audit.append(
                            handle, "ann", "tested", "shop", "#" + number, Map.of("reason", "line\nbreak \"q\" ü")));
        }
        assertThat(audit.verify().whole()).isTrue();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"at", "actor", "action", "project", "subject", "detail", "previous", "digest"})
    void oneByteOfAnyColumn(String column) {
        sql(
                column.equals("at")
                        ? "UPDATE audit_event SET at = at + 1 WHERE sequence = 5"
                        : "UPDATE audit_event SET " + column
                                + " = replace(substr(" + column + ", 1, 1), substr(" + column
                                + ", 1, 1), CASE WHEN substr(" + column
                                + ", 1, 1) = '0' THEN '1' ELSE '0' END) || substr("
                                + column + ", 2) WHERE sequence = 5");
        assertThat(brokenAt()).isEqualTo(5);
    }

    @Test
    void anEventRemoved() {
        sql("DELETE FROM audit_event WHERE sequence = 5");
        assertThat(brokenAt()).isEqualTo(5);
    }

    @Test
    void theFirstEventRemoved() {
        sql("DELETE FROM audit_event WHERE sequence = 1");
        assertThat(brokenAt()).isEqualTo(1);
    }

    @Test
    void twoEventsSwapped() {
        sql("UPDATE audit_event SET sequence = -1 WHERE sequence = 5");
        sql("UPDATE audit_event SET sequence = 5 WHERE sequence = 6");
        sql("UPDATE audit_event SET sequence = 6 WHERE sequence = -1");
        assertThat(brokenAt()).isEqualTo(5);
    }

    @Test
    void theLastEventsCutOff() {
        sql("DELETE FROM audit_event WHERE sequence > 7");
        assertThat(brokenAt()).isEqualTo(8);
    }

    @Test
    void anEventPutInBetween() {
        sql("UPDATE audit_event SET sequence = sequence + 100 WHERE sequence > 5");
        sql("INSERT INTO audit_event SELECT 6, at, actor, action, project, subject, detail, digest, digest"
                + " FROM audit_event WHERE sequence = 5");
        sql("UPDATE audit_event SET sequence = sequence - 99 WHERE sequence > 100");
        assertThat(brokenAt()).isEqualTo(6);
    }

    @Test
    void anEventPutBeforeTheFirst() {
        sql("INSERT INTO audit_event SELECT 0, at, actor, action, project, subject, detail, previous, digest"
                + " FROM audit_event WHERE sequence = 5");
        assertThat(audit.verify().whole()).isFalse();
        assertThat(audit.verify().problem()).isEqualTo("event 0 stands where event 1 should");
    }

    @Test
    void theMarkOfTheEndRemoved() {
        sql("DELETE FROM audit_head");
        assertThat(audit.verify().whole()).isFalse();
        assertThat(audit.verify().problem()).contains("not recorded");
    }

    @Test
    void anEventPutBehindTheEnd() {
        Anchor before = audit.anchor();
        server.part(Store.class).run(handle -> audit.append(handle, "ann", "tested", "", "x", Map.of()));
        sql("UPDATE audit_head SET sequence = " + before.sequence() + ", digest = '" + before.digest() + "'");
        assertThat(brokenAt()).isEqualTo(before.sequence() + 1);
        assertThat(audit.verify().problem()).contains("behind the end");
    }

    /** Cut off together with the head, only an anchor from elsewhere tells. */
    @Test
    void theEndCutOffTogetherWithTheHead() throws Exception {
        Anchor known = audit.anchor();
        sql("DELETE FROM audit_event WHERE sequence > 7");
        sql("UPDATE audit_head SET sequence = 7, digest = (SELECT digest FROM audit_event WHERE sequence = 7)");
        assertThat(audit.verify().whole()).isTrue();
        assertThat(audit.verify(Optional.of(known)).brokenAt()).contains(8L);
        assertThat(auditor.get("/api/audit/verification?anchor=" + known.sequence() + ":" + known.digest())
                        .json()
                        .path("brokenAt")
                        .asLong())
                .isEqualTo(8);
        assertThat(auditor.get("/api/audit/verification?anchor=7").status()).isEqualTo(400);
    }

    @Test
    void theExportedFileTellsTheSame() throws Exception {
        List<String> lines = exported();
        assertThat(lines).hasSize((int) EVENTS);
        Anchor anchor = audit.anchor();
        assertThat(verified(lines, Optional.of(anchor))).isEqualTo(new Verdict(EVENTS, anchor, Optional.empty(), ""));

        List<String> changed = new ArrayList<>(lines);
        changed.set(4, changed.get(4).replace("ann", "bob"));
        assertThat(verified(changed, Optional.empty()).brokenAt()).contains(5L);

        List<String> removed = new ArrayList<>(lines);
        removed.remove(4);
        assertThat(verified(removed, Optional.empty()).brokenAt()).contains(5L);

        List<String> swapped = new ArrayList<>(lines);
        Collections.swap(swapped, 4, 5);
        assertThat(verified(swapped, Optional.empty()).brokenAt()).contains(5L);

        List<String> twice = new ArrayList<>(lines);
        twice.add(5, twice.get(4));
        assertThat(verified(twice, Optional.empty()).brokenAt()).contains(5L);

        List<String> cut = lines.subList(0, 7);
        assertThat(verified(cut, Optional.empty()).whole()).isTrue();
        assertThat(verified(cut, Optional.of(anchor)).brokenAt()).contains(8L);
        Anchor seventh = verified(cut, Optional.empty()).end();
        assertThat(verified(lines, Optional.of(new Anchor(7, seventh.digest()))).whole())
                .isTrue();
        assertThat(verified(lines, Optional.of(new Anchor(7, anchor.digest()))).brokenAt())
                .contains(7L);
    }

    /** Every single byte of the file, one after the other. */
    @Test
    void anyByteOfTheFileChanged() throws Exception {
        byte[] whole = (String.join("\n", exported()) + "\n").getBytes(StandardCharsets.UTF_8);
        Optional<Anchor> anchor = Optional.of(audit.anchor());
        Path file = folder.resolve("changed.jsonl");
        int unreadable = 0;
        for (int i = 0; i < whole.length - 1; i++) {
            byte[] changed = whole.clone();
            changed[i] ^= 1;
            Files.write(file, changed);
            try {
                assertThat(AuditFile.verify(file, anchor).whole())
                        .as("byte " + i)
                        .isFalse();
            } catch (io.slipway.release.error.SlipwayException e) {
                unreadable++; // no UTF-8 any more
            }
        }
        assertThat(unreadable).isLessThan(whole.length / 10);
    }

    @Test
    void theAnchorIsToldInTheLogAtEachMidnight() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("io.slipway.server.audit.AuditAnchors");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
        try {
            Clock almostMidnight = Clock.fixed(Instant.parse("2026-11-24T23:59:59.700Z"), ZoneOffset.UTC);
            AuditAnchors anchors = new AuditAnchors(audit, ticker, almostMidnight);
            anchors.start();
            Anchor first = audit.anchor();
            server.part(Store.class).run(handle -> audit.append(handle, "ann", "tested", "", "x", Map.of()));
            for (int i = 0; i < 100 && log.list.size() < 2; i++) {
                Thread.sleep(50);
            }
            Anchor second = audit.anchor();
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "audit anchor " + first.sequence() + ":" + first.digest(),
                            "audit anchor " + second.sequence() + ":" + second.digest());
            anchors.stop();
        } finally {
            ticker.shutdownNow();
            logger.detachAppender(log);
        }
    }

    private List<String> exported() throws Exception {
        TestServer.Answer answer = auditor.get("/api/audit/export");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/x-ndjson");
        return answer.body().lines().toList();
    }

    private Verdict verified(List<String> lines, Optional<Anchor> anchor) throws Exception {
        Path file = folder.resolve("audit.jsonl");
        Files.writeString(file, String.join("\n", lines) + "\n");
        return AuditFile.verify(file, anchor);
    }

    private long brokenAt() {
        return audit.verify().brokenAt().orElse(0L);
    }

    private void sql(String statement) {
        server.part(Store.class).run(handle -> handle.execute(statement));
    }
}
