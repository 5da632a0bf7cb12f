package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.account.People;
import io.slipway.server.notification.MailAddress;
import io.slipway.server.notification.MailServer;
import io.slipway.server.notification.MailServers;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
    private final People people;

    MailApi(MailServers servers, People people) {
        this.servers = servers;
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
