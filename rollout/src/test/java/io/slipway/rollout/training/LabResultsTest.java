package io.slipway.rollout.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.training.TrainingEvent.Cancelled;
import io.slipway.rollout.training.TrainingEvent.LabDone;
import io.slipway.rollout.training.TrainingEvent.Scheduled;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody did in labs, from the events of sessions. */
class LabResultsTest {
    private static final Instant AT = Instant.parse("2026-11-02T09:00:00Z");

    private static Scheduled session(long number) {
        Plan plan = new Plan(
                TrainingKind.HANDS_ON,
                AT,
                Duration.ofHours(2),
                "vera",
                "vera",
                "https://meet.example.org",
                List.of("ada"));
        return new Scheduled(number, plan, "rita", AT);
    }

    private static LabDone done(long session, String lab, boolean passed) {
        return new LabDone(session, lab, passed, "ada", AT);
    }

    private static Sessions sessions(TrainingEvent... events) {
        return Sessions.of(new ArrayList<>(Arrays.asList(events)));
    }

    @Test
    void whoSatInNoLabIsNotDone() {
        assertThat(sessions(session(1)).labs("ada").done()).isFalse();
    }

    @Test
    void whatWasNotPassedStaysOpenUntilALaterSession() {
        Sessions first = sessions(session(1), done(1, "first", true), done(1, "second", false));
        assertThat(first.labs("ada").open()).containsExactly("second");
        assertThat(first.labs("ada").done()).isFalse();
        Sessions later = sessions(
                session(1), done(1, "first", true), done(1, "second", false), session(2), done(2, "second", true));
        assertThat(later.labs("ada").done()).isTrue();
        assertThat(later.labs("ben").done()).isFalse();
    }

    @Test
    void aCancelledSessionIsNoEvidence() {
        Sessions sessions = sessions(session(1), done(1, "first", true), new Cancelled(1, 1, "ill", "rita", AT));
        assertThat(sessions.labs("ada").done()).isFalse();
    }
}
