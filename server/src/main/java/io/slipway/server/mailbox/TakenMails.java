package io.slipway.server.mailbox;

import io.slipway.release.digest.Sha256;
import io.slipway.server.mailbox.MailTaker.Taken;
import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which mails were taken, and what came of each. */
public final class TakenMails {
    private static final int LONGEST = 300;
    private final Store store;
    private final Clock clock;

    public TakenMails(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public record Line(String sender, String subject, String outcome, String note, Instant at) {}

    /** Marks one as taken; false when it was before, by whatever node. */
    boolean first(Handle handle, ReceivedMail mail) {
        return handle.createUpdate("INSERT INTO mailbox_message (digest, message_id, sender, subject, team, outcome,"
                                + " note, taken_at) VALUES (:digest, :messageId, :sender, :subject, '', '', '', :now)"
                                + " ON CONFLICT (digest) DO NOTHING")
                        .bind("digest", digest(mail))
                        .bind("messageId", cut(mail.messageId()))
                        .bind("sender", cut(mail.sender()))
                        .bind("subject", cut(mail.subject()))
                        .bind("now", clock.millis())
                        .execute()
                > 0;
    }

    void came(Handle handle, ReceivedMail mail, Taken taken) {
        handle.createUpdate("UPDATE mailbox_message SET team = :team, outcome = :outcome, note = :note"
                        + " WHERE digest = :digest")
                .bind("team", taken.team())
                .bind("outcome", taken.outcome())
                .bind("note", cut(taken.note()))
                .bind("digest", digest(mail))
                .execute();
    }

    /** The last about a team; those about none for an empty one. */
    public List<Line> of(String team, int limit) {
        return store.read(handle -> handle.createQuery("SELECT * FROM mailbox_message WHERE team = :team"
                        + " ORDER BY taken_at DESC, digest LIMIT :limit")
                .bind("team", team)
                .bind("limit", limit)
                .map((row, context) -> new Line(
                        row.getString("sender"),
                        row.getString("subject"),
                        row.getString("outcome"),
                        row.getString("note"),
                        Instant.ofEpochMilli(row.getLong("taken_at"))))
                .list());
    }

    /** A stranger who guesses a Message-ID must not have the real mail taken for one that was there. */
    private static String digest(ReceivedMail mail) {
        return Sha256.of(String.join(
                        "\u0000",
                        mail.messageId(),
                        mail.sender(),
                        mail.text(),
                        mail.calendar().orElse(""))
                .getBytes(StandardCharsets.UTF_8));
    }

    private static String cut(String text) {
        String plain = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 1) + "…";
    }
}
