package io.slipway.rollout.provision;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What counts as a team's first provisioning, and what as repairs. */
class ProvisionTimeTest {
    private static final Instant MORNING = Instant.parse("2026-11-10T09:00:00Z");

    @Test
    void repairsStandBesideTheFirstProvisioning() {
        assertThat(ProvisionTime.of(List.of(applied(9_000), complete(), applied(2_000), applied(500))))
                .contains(new ProvisionTime(MORNING, 9_000, true, 2_500));
    }

    @Test
    void runsThatWaitedForPeopleAreAllOfTheFirst() {
        assertThat(ProvisionTime.of(List.of(applied(9_000), StepNote.evidence(MORNING, "firewall", "CHG-1", "omar"))))
                .contains(new ProvisionTime(MORNING, 9_000, false, 0));
        assertThat(ProvisionTime.of(List.of(applied(9_000), applied(1_000), complete(), applied(1))))
                .contains(new ProvisionTime(MORNING, 10_000, true, 1));
    }

    @Test
    void whatWasTakenAwayIsProvisionedAnew() {
        assertThat(ProvisionTime.of(
                        List.of(applied(9_000), complete(), applied(1), StepNote.undone(MORNING, "dev.database"))))
                .isEmpty();
        assertThat(ProvisionTime.of(List.of(
                        applied(9_000),
                        complete(),
                        StepNote.undone(MORNING, "dev.database"),
                        applied(7_000),
                        complete())))
                .contains(new ProvisionTime(MORNING, 7_000, true, 0));
        assertThat(ProvisionTime.of(List.of())).isEmpty();
    }

    private static StepNote applied(long millis) {
        return StepNote.applied(MORNING, 3, millis);
    }

    private static StepNote complete() {
        return StepNote.complete(MORNING);
    }
}
