package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Secret;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.secret.Secrets;
import io.slipway.store.Store;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Keeps which mail server there is: one for all nodes. */
public final class MailServers {
    private static final String PASSWORD = "mail/password";
    private final Store store;
    private final Secrets secrets;
    private final AuditLog audit;
    private final Clock clock;

    public MailServers(Store store, Secrets secrets, AuditLog audit, Clock clock) {
        this.store = store;
        this.secrets = secrets;
        this.audit = audit;
        this.clock = clock;
    }

    public Optional<MailServer> current() {
        return store.read(this::current);
    }

    /** In a transaction that is under way. */
    public Optional<MailServer> current(Handle handle) {
        return handle.createQuery("SELECT * FROM mail_server WHERE id = 1")
                .map((row, context) -> new MailServer(
                        row.getString("host"),
                        row.getInt("port"),
                        MailServer.Security.of(row.getString("security")),
                        row.getString("username"),
                        row.getString("sender")))
                .findOne();
    }

    Secret password() {
        return secrets.own(PASSWORD).orElse(Secret.NONE);
    }

    /**
     * Takes another one.
     *
     * @param password empty to keep the one there is, as long as host and user stay: it is not shown to another server
     * @throws SlipwayException {@code request-invalid}, {@code secret-key-unusable}
     */
    public MailServer set(Caller caller, MailServer wanted, String password) {
        MailServer server = wanted.checked();
        boolean same = current()
                .filter(now ->
                        now.host().equals(server.host()) && now.username().equals(server.username()))
                .isPresent();
        if (!server.username().isEmpty() && password.isEmpty() && !same) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "Another server or user needs its password typed in.", "");
        }
        store.run(handle -> {
            handle.createUpdate("INSERT INTO mail_server"
                            + " (id, host, port, security, username, sender, changed_by, changed_at)"
                            + " VALUES (1, :host, :port, :security, :username, :sender, :by, :now)"
                            + " ON CONFLICT (id) DO UPDATE SET host = excluded.host, port = excluded.port,"
                            + " security = excluded.security, username = excluded.username,"
                            + " sender = excluded.sender, changed_by = excluded.changed_by,"
                            + " changed_at = excluded.changed_at")
                    .bind("host", server.host())
                    .bind("port", server.port())
                    .bind("security", server.security().text())
                    .bind("username", server.username())
                    .bind("sender", server.sender())
                    .bind("by", caller.name())
                    .bind("now", clock.millis())
                    .execute();
            if (server.username().isEmpty()) {
                secrets.removeOwn(handle, PASSWORD);
            } else if (!password.isEmpty()) {
                secrets.putOwn(handle, caller.name(), PASSWORD, password);
            }
            audit.append(
                    handle,
                    caller.name(),
                    "mail-server-set",
                    "",
                    server.host(),
                    Map.of(
                            "port", Integer.toString(server.port()),
                            "security", server.security().text(),
                            "user", server.username(),
                            "sender", server.sender()));
        });
        return server;
    }
}
