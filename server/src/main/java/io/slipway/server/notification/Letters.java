package io.slipway.server.notification;

import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Mails with a text of their own to one person, such as invitations. They lie in the outbox and are delivered, retried
 * and given up like everything else there.
 */
public final class Letters {
    private final Store store;
    private final Outbox outbox;
    private final Clock clock;

    public Letters(Store store, Outbox outbox, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * What is written.
     *
     * @param replyTo where answers go; empty for the sender
     * @param calendar an iCalendar part that mail programs act on
     */
    public record Text(String subject, String body, Optional<String> replyTo, Optional<CalendarPart> calendar) {
        Text with(String other) {
            return new Text(subject, other, replyTo, calendar);
        }
    }

    /** @param method iCalendar's, such as {@code REQUEST}; the text says the same */
    public record CalendarPart(String method, String text) {}

    /**
     * Writes one, in the transaction of what it tells of.
     *
     * @param actor account of whoever caused it
     */
    public void write(Handle handle, String project, String actor, String to, Text text) {
        write(handle, UUID.randomUUID().toString(), project, actor, to, text);
    }

    /** @param key what is written once only, however often it is asked for */
    public void writeOnce(Handle handle, String key, String project, String actor, String to, Text text) {
        String id = UUID.nameUUIDFromBytes(("letter:" + key).getBytes(StandardCharsets.UTF_8))
                .toString();
        write(handle, id, project, actor, to, text);
    }

    /** @param id a new one, by which its writer knows it again */
    public void write(Handle handle, String id, String project, String actor, String to, Text text) {
        int written = handle.createUpdate("INSERT INTO letter (id, address, subject, body, reply_to, method, calendar)"
                        + " VALUES (:id, :address, :subject, :body, :replyTo, :method, :calendar)"
                        + " ON CONFLICT (id) DO NOTHING")
                .bind("id", id)
                .bind("address", to)
                .bind("subject", text.subject())
                .bind("body", text.body())
                .bind("replyTo", text.replyTo().orElse(""))
                .bind("method", text.calendar().map(CalendarPart::method).orElse(""))
                .bind("calendar", text.calendar().map(CalendarPart::text).orElse(""))
                .execute();
        if (written > 0) {
            Notice notice = new Notice(
                    id, Topic.LETTER, new About(project, "", 0, "", "", actor), actor, "", "", clock.instant());
            outbox.write(handle, notice);
        }
    }

    /** To whom a notice is a letter; to nobody for all others. */
    public List<String> addresses(Notice notice) {
        return store.read(handle -> handle.createQuery("SELECT address FROM letter WHERE id = :id")
                .bind("id", notice.id())
                .mapTo(String.class)
                .list());
    }

    Optional<Text> find(String notice) {
        return store.read(handle -> handle.createQuery("SELECT * FROM letter WHERE id = :id")
                .bind("id", notice)
                .map((row, context) -> {
                    CalendarPart part = new CalendarPart(row.getString("method"), row.getString("calendar"));
                    return new Text(
                            row.getString("subject"),
                            row.getString("body"),
                            Optional.of(row.getString("reply_to")).filter(text -> !text.isEmpty()),
                            Optional.of(part).filter(p -> !p.text().isEmpty()));
                })
                .findOne());
    }
}
