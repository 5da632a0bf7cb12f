package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What may be told of a deployment, of a case, or of a rollout. */
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
    CASE_OPENED("was opened"),
    CASE_ESCALATED("was escalated"),
    CASE_HANDED_OVER("was handed over"),
    CASE_OVERDUE("is overdue"),
    CASE_RESOLVED("was resolved"),
    /** A mail to one person with a text of its own, such as an invitation; nobody subscribes to it. */
    LETTER("is told by mail"),
    GO_LIVE_OPENED("is open: the team is live, and packages go down the real pipeline"),
    GO_LIVE_HELD("was due to go live, and holds"),
    GO_LIVE_SWITCHED_BACK("was switched back: nothing goes down the real pipeline any more"),
    LIVE("is proved live: its first real package has reached the next environment"),
    REHEARSAL_BEGUN("is being rehearsed: what is told now is part of it"),
    ROLLOUT_LOOSENED("has a rollout file that asks for less than before; it waits for a second person"),
    HYPERCARE_ENDED("has left hypercare"),
    HYPERCARE_REOPENED("is back in hypercare"),
    /** Sent by hand, to see whether it arrives; nobody subscribes to it. */
    TEST("is only a test");

    private final String words;

    Topic(String words) {
        this.words = words;
    }

    /** What a topic is told of. */
    public enum About {
        DEPLOYMENT,
        CASE,
        ROLLOUT,
        ONE_PERSON
    }

    public About about() {
        return switch (this) {
            case CASE_OPENED, CASE_ESCALATED, CASE_HANDED_OVER, CASE_OVERDUE, CASE_RESOLVED -> About.CASE;
            case GO_LIVE_OPENED,
                    GO_LIVE_HELD,
                    GO_LIVE_SWITCHED_BACK,
                    LIVE,
                    REHEARSAL_BEGUN,
                    ROLLOUT_LOOSENED,
                    HYPERCARE_ENDED,
                    HYPERCARE_REOPENED -> About.ROLLOUT;
            case LETTER -> About.ONE_PERSON;
            case WAITING_FOR_APPROVAL,
                    APPROVED,
                    REJECTED,
                    STARTED,
                    COMPLETED,
                    FAILED,
                    IN_DOUBT,
                    CANCELLED,
                    EMERGENCY,
                    REVIEW_DUE,
                    TEST -> About.DEPLOYMENT;
        };
    }

    public boolean ofCase() {
        return about() == About.CASE;
    }

    public boolean ofRollout() {
        return about() == About.ROLLOUT;
    }

    /** Ends a sentence that begins with what it is told of. */
    String words() {
        return words;
    }

    /** As stored, in the API and in messages: {@code waiting-for-approval}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Those that one may subscribe to. */
    public static List<Topic> choices() {
        return Arrays.stream(values())
                .filter(topic -> topic != TEST && topic != LETTER)
                .toList();
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
