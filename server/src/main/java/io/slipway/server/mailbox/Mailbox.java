package io.slipway.server.mailbox;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.notification.MailAddress;
import io.slipway.server.notification.MailServer;
import java.util.Set;

/**
 * The mailbox that answers to invitations come to, read by IMAP.
 *
 * @param address that invitations are answered to, which leads into the mailbox
 */
public record Mailbox(String host, int port, MailServer.Security security, String username, String address) {
    private static final Set<String> THIS_MACHINE = Set.of("127.0.0.1", "::1", "localhost");

    /** @throws SlipwayException {@code request-invalid} */
    Mailbox checked() {
        if (!host.matches("[A-Za-z0-9.:_-]{1,253}") || port < 1 || port > 65_535) {
            throw invalid("A mailbox has a host name and a port.", "");
        }
        if (username.isBlank() || username.length() > 200 || username.chars().anyMatch(c -> c < ' ')) {
            throw invalid("A mailbox has a user.", "");
        }
        if (security == MailServer.Security.NONE && !THIS_MACHINE.contains(host)) {
            throw invalid(
                    "A password is not sent without encryption to another machine.",
                    "Take tls (993) or starttls (143).");
        }
        return new Mailbox(host, port, security, username, MailAddress.checked(address));
    }

    private static SlipwayException invalid(String message, String help) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, help);
    }
}
