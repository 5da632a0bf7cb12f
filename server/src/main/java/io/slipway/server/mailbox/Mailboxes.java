package io.slipway.server.mailbox;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.notification.MailServer;
import io.slipway.server.notification.MailServers;
import io.slipway.server.secret.Secrets;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Keeps which mailbox there is, how far it was read, and how that went: one for all nodes. */
public final class Mailboxes {
    private static final String PASSWORD = "mailbox/password";
    private final Store store;
    private final Secrets secrets;
    private final AuditLog audit;
    private final Clock clock;

    public Mailboxes(Store store, Secrets secrets, AuditLog audit, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * How reading it goes.
     *
     * @param readAt when it was last read well
     * @param triedAt when it was last tried
     * @param problem why that failed; empty when it did not
     */
    public record Reading(Optional<Instant> readAt, Optional<Instant> triedAt, String problem) {}

    /** @param numbering of the mail server, UIDVALIDITY; {@code last} counts within it */
    record Place(long numbering, long last) {}

    public Optional<Mailbox> current() {
        return store.read(Mailboxes::current);
    }

    public static Optional<Mailbox> current(Handle handle) {
        return handle.createQuery("SELECT * FROM mailbox WHERE id = 1")
                .map((row, context) -> new Mailbox(
                        row.getString("host"),
                        row.getInt("port"),
                        MailServer.Security.of(row.getString("security")),
                        row.getString("username"),
                        row.getString("address")))
                .findOne();
    }

    /**
     * Whom answers to invitations go to: the mailbox, and without one whoever mails come from. Empty without a mail
     * server, which can invite nobody.
     */
    public static Optional<String> answersTo(Handle handle, MailServers servers) {
        return servers.current(handle)
                .map(server -> current(handle).map(Mailbox::address).orElse(server.sender()));
    }

    public Optional<Reading> reading() {
        return store.read(handle -> handle.createQuery("SELECT * FROM mailbox WHERE id = 1")
                .map((row, context) -> new Reading(
                        at((Number) row.getObject("read_at")),
                        at((Number) row.getObject("tried_at")),
                        row.getString("problem")))
                .findOne());
    }

    private static Optional<Instant> at(@org.jspecify.annotations.Nullable Number millis) {
        return Optional.ofNullable(millis).map(at -> Instant.ofEpochMilli(at.longValue()));
    }

    Secret password() {
        return secrets.own(PASSWORD).orElse(Secret.NONE);
    }

    Place place() {
        return store.read(handle -> handle.createQuery("SELECT uids, last_uid FROM mailbox WHERE id = 1")
                .map((row, context) -> new Place(row.getLong("uids"), row.getLong("last_uid")))
                .findOne()
                .orElse(new Place(0, 0)));
    }

    void reached(Handle handle, Place place) {
        handle.createUpdate("UPDATE mailbox SET uids = :uids, last_uid = :last WHERE id = 1")
                .bind("uids", place.numbering())
                .bind("last", place.last())
                .execute();
    }

    void went(String problem) {
        store.run(handle -> handle.createUpdate("UPDATE mailbox SET tried_at = :now, problem = :problem,"
                        + " read_at = CASE WHEN :problem = '' THEN :now ELSE read_at END WHERE id = 1")
                .bind("now", clock.millis())
                .bind("problem", problem)
                .execute());
    }

    /**
     * Takes another one.
     *
     * @param password empty to keep the one there is, as long as host and user stay
     * @throws SlipwayException {@code request-invalid}, {@code secret-key-unusable}
     */
    public Mailbox set(Caller caller, Mailbox wanted, String password) {
        Mailbox mailbox = wanted.checked();
        boolean same = current()
                .filter(now ->
                        now.host().equals(mailbox.host()) && now.username().equals(mailbox.username()))
                .isPresent();
        if (password.isEmpty() && !same) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "Another mailbox or user needs its password typed in.", "");
        }
        store.run(handle -> {
            handle.createUpdate("INSERT INTO mailbox (id, host, port, security, username, address, changed_by,"
                            + " changed_at, uids, last_uid, problem) VALUES (1, :host, :port, :security, :username,"
                            + " :address, :by, :now, 0, 0, '') ON CONFLICT (id) DO UPDATE SET host = excluded.host,"
                            + " port = excluded.port, security = excluded.security, username = excluded.username,"
                            + " address = excluded.address, changed_by = excluded.changed_by,"
                            + " changed_at = excluded.changed_at, uids = 0, last_uid = 0, problem = ''")
                    .bind("host", mailbox.host())
                    .bind("port", mailbox.port())
                    .bind("security", mailbox.security().text())
                    .bind("username", mailbox.username())
                    .bind("address", mailbox.address())
                    .bind("by", caller.name())
                    .bind("now", clock.millis())
                    .execute();
            if (!password.isEmpty()) {
                secrets.putOwn(handle, caller.name(), PASSWORD, password);
            }
            audit.append(
                    handle,
                    caller.name(),
                    "mailbox-set",
                    "",
                    mailbox.host(),
                    Map.of(
                            "port", Integer.toString(mailbox.port()),
                            "security", mailbox.security().text(),
                            "user", mailbox.username(),
                            "address", mailbox.address()));
        });
        return mailbox;
    }
}
