package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.Arrays;
import java.util.Locale;

/** A way that notifications take. */
public enum Channel {
    EMAIL("E-mail"),
    WEBHOOK("Webhook"),
    SLACK("Slack"),
    TEAMS("Teams");

    private final String title;

    Channel(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws SlipwayException {@code request-invalid} */
    public static Channel of(String text) {
        return Arrays.stream(values())
                .filter(channel -> channel.text().equals(text))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.REQUEST_INVALID,
                        "There is no such channel.",
                        "Channels are email, webhook, slack and teams."));
    }
}
