package io.slipway.server.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.Tier;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists stay quick when there are many cases: {@code -Dcases=100000} makes as many as three years of 500 teams. */
class ManyCasesTest {
    private static final int CASES = Integer.getInteger("cases", 2_000);
    private static final int TEAMS = 50;
    private static final Duration LONGEST = Duration.ofMillis(300);
    private static final Instant NOW = Instant.parse("2026-11-10T09:00:00Z");

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void listsAreQuick(boolean sqlite) {
        Optional<Database> postgres =
                sqlite ? Optional.empty() : Optional.of(PostgresServer.newest().createDatabase());
        StoreSettings settings = DyingTrackerMain.store(
                data,
                postgres.map(Database::url).orElse(""),
                postgres.map(Database::user).orElse(""));
        Map<String, String> environment = postgres.map(database -> Map.of("STORE_PASSWORD", database.password()))
                .orElse(Map.of());
        try (Bench bench = Bench.open(data, settings, environment, NOW)) {
            for (int team = 0; team < TEAMS; team++) {
                bench.rollout("team-" + team, "");
            }
            bench.store.run(ManyCasesTest::fill);
            Set<String> teams = new HashSet<>();
            for (int team = 0; team < TEAMS; team++) {
                teams.add("team-" + team);
            }
            CaseTable.Wish mine = new CaseTable.Wish(Optional.of(teams), "ada", Map.of(), "open", "");
            CaseTable.Wish tiers = new CaseTable.Wish(
                    Optional.empty(), "", Map.of(Tier.L2, teams, Tier.L3, Set.of("team-7")), "open", "");
            CaseTable.Wish late = new CaseTable.Wish(Optional.of(teams), "", Map.of(), "late", "");
            CaseTable.Wish words = new CaseTable.Wish(Optional.empty(), "", Map.of(), "any", "nothing like this");
            CaseTable.Wish over = new CaseTable.Wish(Optional.of(Set.of("team-3")), "", Map.of(), "over", "case");
            for (CaseTable.Wish wish : List.of(mine, tiers, late, words, over)) {
                assertThat(p95(() -> bench.table.list(wish, CaseTable.Place.FIRST, NOW, 51)))
                        .as("%s cases, %s", CASES, wish.state() + wish.words())
                        .isLessThan(LONGEST);
            }
            assertThat(p95(() -> bench.table.openByTier("team-3"))).isLessThan(LONGEST);
            assertThat(p95(() -> bench.table.causes("team-3"))).isLessThan(LONGEST);

            List<CaseLine> first = bench.table.list(late, CaseTable.Place.FIRST, NOW, 20);
            List<CaseLine> next =
                    bench.table.list(late, CaseTable.Place.of(CaseTable.Place.text(first.get(9))), NOW, 10);
            assertThat(next).isEqualTo(first.subList(10, 20));
            assertThat(first).isSortedAccordingTo(java.util.Comparator.comparing(CaseLine::place));
        }
    }

    /** One in fifty is open, of which half are overdue. */
    private static void fill(Handle handle) {
        PreparedBatch batch = handle.prepareBatch("INSERT INTO support_case (number, team, project, title, words,"
                + " source, phase, tier, reporter, assignee, acknowledged, cause, knowledge, deployment, opened_at,"
                + " due_at, last_event) VALUES (:number, :team, :team, :title, :title, 'page', :phase, :tier, 'ben',"
                + " :assignee, true, :cause, '', NULL, :opened, :due, 0)");
        for (int i = 1; i <= CASES; i++) {
            boolean open = i % 50 == 0;
            batch.bind("number", i)
                    .bind("team", "team-" + i / 50 % TEAMS)
                    .bind("title", "case of a table " + i)
                    .bind("phase", (open ? Case.Phase.OPEN : Case.Phase.RESOLVED).text())
                    .bind("tier", Tier.values()[i % 3].name())
                    .bind("assignee", i % 100 == 0 ? "ada" : "dora")
                    .bind("cause", "cause " + i % 20)
                    .bind("opened", NOW.minus(Duration.ofMinutes(i)).toEpochMilli())
                    .bind("due", open ? NOW.plusSeconds(i % 100 == 0 ? -i : i).toEpochMilli() : CaseTable.OVER)
                    .add();
            if (i % 5_000 == 0 || i == CASES) {
                batch.execute();
            }
        }
    }

    private static Duration p95(Runnable work) {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            long start = System.nanoTime();
            work.run();
            took.add(Duration.ofNanos(System.nanoTime() - start));
        }
        Collections.sort(took);
        return took.get(18);
    }
}
