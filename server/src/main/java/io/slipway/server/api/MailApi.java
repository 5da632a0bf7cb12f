package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.account.People;
import io.slipway.server.mailbox.Mailbox;
import io.slipway.server.mailbox.Mailboxes;
import io.slipway.server.notification.MailAddress;
import io.slipway.server.notification.MailServer;
import io.slipway.server.notification.MailServers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** The server that mails go through, and one's own address. */
@RestController
@RequestMapping("/api")
@Tag(name = "notifications")
final class MailApi {
    private final MailServers servers;
    private final Mailboxes mailboxes;
    private final People people;

    MailApi(MailServers servers, Mailboxes mailboxes, People people) {
        this.servers = servers;
        this.mailboxes = mailboxes;
        this.people = people;
    }

    /** @param security {@code starttls}, {@code tls} or {@code none} */
    record MailServerView(String host, int port, String security, Optional<String> username, String sender) {
        static MailServerView of(MailServer server) {
            return new MailServerView(
                    server.host(),
                    server.port(),
                    server.security().text(),
                    Optional.of(server.username()).filter(user -> !user.isEmpty()),
                    server.sender());
        }
    }

    record MailSettings(Optional<MailServerView> server) {}

    /** @param password left out to keep the one there is */
    record NewMailServer(
            String host,
            int port,
            String security,
            Optional<String> username,
            Optional<String> password,
            String sender) {
        @Override
        public String toString() {
            return host;
        }
    }

    /**
     * @param security {@code tls}, {@code starttls}, or {@code none} for one on the same machine
     * @param address that invitations are answered to
     */
    record MailboxView(String host, int port, String security, String username, String address) {
        static MailboxView of(Mailbox mailbox) {
            return new MailboxView(
                    mailbox.host(), mailbox.port(), mailbox.security().text(), mailbox.username(), mailbox.address());
        }
    }

    /**
     * @param readAt when it was last read well
     * @param problem why the last try failed; empty when it did not
     */
    record MailboxSettings(Optional<MailboxView> mailbox, Optional<Instant> readAt, String problem) {}

    /** @param password left out to keep the one there is */
    record NewMailbox(
            String host, int port, String security, String username, Optional<String> password, String address) {
        @Override
        public String toString() {
            return host;
        }
    }

    /** @param email empty for no mails */
    record OwnAddress(String email) {}

    @GetMapping("/mail")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Tells which server mails go through")
    MailSettings server() {
        return new MailSettings(servers.current().map(MailServerView::of));
    }

    @PutMapping("/mail")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Sets which server mails go through")
    MailSettings setServer(Caller caller, @RequestBody NewMailServer body) {
        MailServer wanted = new MailServer(
                body.host(),
                body.port(),
                MailServer.Security.of(body.security()),
                body.username().orElse(""),
                body.sender());
        return new MailSettings(Optional.of(
                MailServerView.of(servers.set(caller, wanted, body.password().orElse("")))));
    }

    @GetMapping("/mail/mailbox")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Tells which mailbox answers to invitations are read from, and how that goes")
    MailboxSettings mailbox() {
        Optional<Mailboxes.Reading> reading = mailboxes.reading();
        return new MailboxSettings(
                mailboxes.current().map(MailboxView::of),
                reading.flatMap(Mailboxes.Reading::readAt),
                reading.map(Mailboxes.Reading::problem).orElse(""));
    }

    @PutMapping("/mail/mailbox")
    @Requires(Permission.CONFIGURE)
    @Operation(summary = "Sets which mailbox answers to invitations are read from")
    MailboxSettings setMailbox(Caller caller, @RequestBody NewMailbox body) {
        Mailbox wanted = new Mailbox(
                given(body.host(), "host"),
                body.port(),
                MailServer.Security.of(given(body.security(), "security")),
                given(body.username(), "username"),
                given(body.address(), "address"));
        mailboxes.set(caller, wanted, body.password().orElse(""));
        return mailbox();
    }

    @PutMapping("/me/email")
    @Open(Open.To.SIGNED_IN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Sets one's own mail address; without one no mails are sent")
    void setAddress(Caller caller, @RequestBody OwnAddress body) {
        if (caller.token().isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED, "A token does not change its person's address.", "Sign in with a browser.");
        }
        people.setEmail(
                caller.person(),
                Optional.of(body.email()).filter(text -> !text.isBlank()).map(MailAddress::checked));
    }
}
