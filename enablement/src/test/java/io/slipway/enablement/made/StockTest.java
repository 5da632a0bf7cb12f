package io.slipway.enablement.made;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When what was made of a scenario still tells what is so. */
class StockTest {
    private static final Instant NOW = Instant.parse("2026-11-02T09:00:00Z");
    private static final Duration VALID = Duration.ofDays(30);
    private final Scenario scenario = Scenarios.builtIn().all().get(0);

    private Made guide(String edition, boolean passed, String version, int daysAgo) {
        Instant at = NOW.minus(Duration.ofDays(daysAgo));
        return new Made(Kind.GUIDE, scenario.name(), edition, passed, version, at, 3, "f".repeat(64));
    }

    private Optional<String> lack(Made... made) {
        return new Stock(List.of(made), "1.2", NOW).lack(Kind.GUIDE, scenario, VALID);
    }

    @Test
    void eachWayOfBeingOutOfDateHasItsWords() {
        assertThat(lack()).contains("none was handed in");
        assertThat(lack(guide(scenario.digest(), true, "1.2", 29))).isEmpty();
        assertThat(lack(guide(scenario.digest(), true, "1.2", 30))).contains("it is too old, of 2026-10-03T09:00:00Z");
        assertThat(lack(guide(scenario.digest(), false, "1.2", 0))).contains("a step failed at 2026-11-02T09:00:00Z");
        assertThat(lack(guide("another", true, "1.2", 0))).contains("the scenario has changed since");
        assertThat(lack(guide(scenario.digest(), true, "1.1", 0))).contains("it shows Slipway 1.1, and this is 1.2");
    }

    /** One of a book that was kept before it was asked for. */
    @Test
    void whatTellsNeitherPiecesNorFilesCountsForNothing() {
        Made whole = guide(scenario.digest(), true, "1.2", 0);
        assertThat(lack(of(whole, Kind.GUIDE, 0, whole.digest()))).contains("it has no pieces");
        assertThat(lack(of(whole, Kind.GUIDE, 3, ""))).contains("it has no digest of its files");
        assertThat(of(whole, Kind.CLIPS, 3, "").lack()).isPresent();
        assertThat(of(whole, Kind.DEMO, 3, "").lack()).isEmpty();
        assertThat(of(whole, Kind.DEMO, 0, "").lack()).isPresent();
    }

    private static Made of(Made made, Kind kind, int pieces, String digest) {
        return new Made(
                kind, made.scenario(), made.edition(), made.passed(), made.version(), made.at(), pieces, digest);
    }

    @Test
    void theLastWordOfEachKindCounts() {
        Made good = guide(scenario.digest(), true, "1.2", 0);
        Made failed = guide(scenario.digest(), false, "1.2", 0);
        Made demo = new Made(Kind.DEMO, scenario.name(), scenario.digest(), false, "1.2", NOW, 9, "");
        assertThat(lack(good, failed)).isPresent();
        assertThat(lack(failed, good, demo)).isEmpty();
    }
}
