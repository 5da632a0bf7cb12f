package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What may be told of a deployment, or of a rollout. */
public enum Topic {
    WAITING_FOR_APPROVAL("waits for approval"),
    APPROVED("was approved"),
    REJECTED("was rejected"),
    STARTED("has started"),
    COMPLETED("is completed"),
    FAILED("failed"),
    IN_DOUBT("left a statement in doubt"),
    CANCELLED("was cancelled"),
    EMERGENCY("was asked for in an emergency, before anybody approved"),
    REVIEW_DUE("ran in an emergency and still waits for its review"),
    GO_LIVE_OPENED("is open: the team is live, and packages go down the real pipeline"),
    GO_LIVE_HELD("was due to go live, and holds"),
    GO_LIVE_SWITCHED_BACK("was switched back: nothing goes down the real pipeline any more"),
    LIVE("is proved live: its first real package has reached the next environment"),
    REHEARSAL_BEGUN("is being rehearsed: what is told now is part of it"),
    HYPERCARE_ENDED("has left hypercare"),
    HYPERCARE_REOPENED("is back in hypercare"),
    /** Sent by hand, to see whether it arrives; nobody subscribes to it. */
    TEST("is only a test");

    private final String words;

    Topic(String words) {
        this.words = words;
    }

    /** Whether it is told of a rollout as a whole, and not of a deployment. */
    public boolean ofRollout() {
        return switch (this) {
            case GO_LIVE_OPENED,
                    GO_LIVE_HELD,
                    GO_LIVE_SWITCHED_BACK,
                    LIVE,
                    REHEARSAL_BEGUN,
                    HYPERCARE_ENDED,
                    HYPERCARE_REOPENED -> true;
            default -> false;
        };
    }

    /** Ends a sentence that begins with the deployment. */
    String words() {
        return words;
    }

    /** As stored, in the API and in messages: {@code waiting-for-approval}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Those that one may subscribe to. */
    public static List<Topic> choices() {
        return Arrays.stream(values()).filter(topic -> topic != TEST).toList();
    }

    /** @throws SlipwayException {@code request-invalid} */
    static Topic of(String text) {
        return Arrays.stream(values())
                .filter(topic -> topic.text().equals(text))
                .findFirst()
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.REQUEST_INVALID,
                        "There is no such event.",
                        "Events are " + choices().stream().map(Topic::text).collect(Collectors.joining(", ")) + "."));
    }
}
