package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.Arrays;
import java.util.Locale;

/**
 * The server that mails go through.
 *
 * @param username empty for one that asks for none
 * @param sender address that mails come from
 */
public record MailServer(String host, int port, Security security, String username, String sender) {

    /** How the connection is kept from readers. */
    public enum Security {
        /** Begins in the clear and must turn to TLS before anything is said; usual on port 587. */
        STARTTLS,
        /** TLS from the first byte; usual on port 465. */
        TLS,
        /** Not at all: only for a relay on the same machine or network, and never with a password. */
        NONE;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @throws SlipwayException {@code request-invalid} */
        public static Security of(String text) {
            return Arrays.stream(values())
                    .filter(security -> security.text().equals(text))
                    .findFirst()
                    .orElseThrow(() ->
                            SlipwayException.of(ErrorCode.REQUEST_INVALID, "Security is starttls, tls or none.", ""));
        }
    }

    /** @throws SlipwayException {@code request-invalid} */
    MailServer checked() {
        if (!host.matches("[A-Za-z0-9.:_-]{1,253}") || port < 1 || port > 65_535) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "A mail server has a host name and a port.", "");
        }
        if (security == Security.NONE && !username.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "A password is not sent without encryption.",
                    "Take starttls or tls, or leave the user out.");
        }
        if (username.length() > 200 || username.chars().anyMatch(c -> c < ' ')) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "That is no user of a mail server.", "");
        }
        return new MailServer(host, port, security, username, MailAddress.checked(sender));
    }
}
