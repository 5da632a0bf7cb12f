package io.slipway.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Tier;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that share a store look at the clock at the same time, and one of them stalled over the night. */
class SeveralNodesTest {
    private static final Instant MORNING = Instant.parse("2026-11-10T09:00:00Z");
    private static final int CASES = 30;

    @TempDir
    private Path data;

    @Test
    void eachDeadlineCountsOnceAndFromItsMoment() {
        Database postgres = PostgresServer.newest().createDatabase();
        StoreSettings settings = DyingTrackerMain.store(data, postgres.url(), postgres.user());
        Map<String, String> environment = Map.of("STORE_PASSWORD", postgres.password());
        try (Bench first = Bench.open(data, settings, environment, MORNING);
                Bench second = Bench.open(data, settings, environment, MORNING)) {
            first.rollout("payments", "");
            for (int i = 0; i < CASES; i++) {
                first.desk.cases().open(Bench.caller("ada"), "payments", "Slow " + i, "", Case.Source.PAGE);
            }
            first.time.move(Duration.ofHours(4));
            second.time.move(Duration.ofHours(20));
            CompletableFuture.allOf(
                            CompletableFuture.runAsync(first.desk.watch()),
                            CompletableFuture.runAsync(second.desk.watch()),
                            CompletableFuture.runAsync(first.desk.watch()))
                    .join();
            for (long number = 1; number <= CASES; number++) {
                CaseDesk.Told told = first.desk.cases().of("payments", number);
                List<CaseEvent> escalated = told.events().stream()
                        .filter(event -> event.kind() == CaseEvent.Kind.ESCALATED)
                        .toList();
                assertThat(escalated)
                        .extracting(event -> event.text(CaseEvent.TIER))
                        .containsExactly("L2", "L3");
                assertThat(escalated.get(0).counts()).isEqualTo(MORNING.plusSeconds(3600));
                // L2's two hours began with that moment.
                assertThat(escalated.get(1).counts()).isEqualTo(MORNING.plusSeconds(3 * 3600));
                assertThat(told.state().tier()).isEqualTo(Tier.L3);
            }
            assertThat(first.audit.verify().whole()).isTrue();
        }
    }

    @Test
    void whatIsCountedIsWhatWasOpened() {
        try (Bench bench = Bench.open(data, StoreSettings.embedded(data), Map.of(), MORNING)) {
            bench.rollout("payments", "");
            for (String cause : List.of("lock", "missing index", "lock")) {
                long number = bench.desk
                        .cases()
                        .open(Bench.caller("ben"), "payments", "Slow", "", Case.Source.PAGE)
                        .number();
                bench.desk
                        .cases()
                        .act(
                                Bench.caller("ada"),
                                "payments",
                                number,
                                new CaseWish(CaseEvent.Kind.RESOLVED, "done", "", "", Optional.empty(), cause, ""));
            }
            bench.desk.proof().begin(Bench.caller("rita"), "payments");
            CaseFigures figures = new CaseFigures(bench.store);
            CaseFigures.Figures hour = figures.of("payments", MORNING, MORNING.plusSeconds(3600));
            assertThat(hour.all()).isEqualTo(3);
            assertThat(hour.byTier()).containsExactly(Map.entry(Tier.L1, 3L));
            assertThat(hour.causes()).containsExactly(Map.entry("lock", 2L), Map.entry("missing index", 1L));
            assertThat(figures.of("payments", MORNING.plusSeconds(1), MORNING.plusSeconds(9))
                            .all())
                    .isZero();
        }
    }
}
