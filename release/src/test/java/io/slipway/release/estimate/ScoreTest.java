package io.slipway.release.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.estimate.Estimate.Basis;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.script.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoreTest {
    @Test
    void theHistoryKeepsWhatWasExpected() {
        Estimate estimate = new Estimate(1_200, Map.of("rewritten", 900L, "indexed", 100L), Basis.SAMPLE);
        HistoryEntry entry = applied(1_500, ForecastNote.of(estimate));
        assertThat(entry.remark()).isEmpty();
        assertThat(ForecastNote.of(entry)).contains(estimate);
        assertThat(ForecastNote.of(applied(1, "{}"))).isEmpty();
        assertThat(ForecastNote.of(applied(1, "{\"forecast\":"))).isEmpty();
    }

    @Test
    void aForecastIsMetWithinAFactorOfTwoOrUnderATenthOfASecond() {
        assertThat(new Score.Line("a", 100, 200).met()).isTrue();
        assertThat(new Score.Line("a", 100, 201).met()).isFalse();
        assertThat(new Score.Line("a", 200, 100).met()).isTrue();
        assertThat(new Score.Line("a", 1, 99).met()).isTrue();
        assertThat(new Score.Line("a", 99, 1).met()).isTrue();
        assertThat(new Score.Line("a", 1, 100).met()).isFalse();
        assertThat(new Score.Line("a", 100, 1).met()).isFalse();
        Score score = Score.of(List.of(
                applied(100, ForecastNote.of(new Estimate(150, Map.of(), Basis.STANDARD))),
                applied(7, "{}"),
                applied(900, ForecastNote.of(new Estimate(100, Map.of(), Basis.STANDARD)))));
        assertThat(score.lines()).hasSize(2);
        assertThat(score.met()).isEqualTo(1);
        assertThat(score.expected()).isEqualTo(250);
        assertThat(score.took()).isEqualTo(1_000);
    }

    @Test
    void timesAreToldAsWellAsTheyAreKnown() {
        assertThat(Told.expected(99)).isEqualTo("under 0.1 s");
        assertThat(Told.expected(100)).isEqualTo("100 ms");
        assertThat(Told.taken(99)).isEqualTo("99 ms");
        assertThat(Told.taken(1_240)).isEqualTo("1.2 s");
        assertThat(Told.taken(119_400)).isEqualTo("119 s");
        assertThat(Told.taken(420_000)).isEqualTo("7 min");
        assertThat(Told.counted(1, "row")).isEqualTo("1 row");
        assertThat(Told.counted(30_000, "row")).isEqualTo("30 thousand rows");
        assertThat(Told.bytes(1_153_434)).isEqualTo("1.1 MB");
    }

    @Test
    void theMiddleOfTheLastOnesTeaches() {
        List<HistoryEntry> newest = List.of(
                applied(3_000, ForecastNote.of(new Estimate(1, Map.of("rewritten", 1_000L), Basis.STANDARD))),
                applied(2_000, ForecastNote.of(new Estimate(1, Map.of("rewritten", 1_000L), Basis.STANDARD))),
                applied(90_000, ForecastNote.of(new Estimate(1, Map.of("rewritten", 1_000L), Basis.STANDARD))),
                applied(50, ForecastNote.of(new Estimate(1, Map.of("indexed", 3L), Basis.STANDARD))),
                applied(4, "{}"),
                applied(0, "{}"));
        Learnt learnt = new Learnt(newest);
        assertThat(learnt.ratio("rewritten", 1_000)).hasValue(3);
        assertThat(learnt.ratio("indexed", 1_000)).isEmpty();
        // of a statement without work that took 47 ms something else was the matter
        assertThat(learnt.base(Kind.DDL.folder())).isEqualTo(4);
        assertThat(new Learnt(List.of()).base(Kind.DDL.folder())).isEqualTo(3);
    }

    @Test
    void whatWasLikeItInSizeCountsMost() {
        List<HistoryEntry> newest = List.of(
                applied(40, ForecastNote.of(new Estimate(1, Map.of("rewritten", 20L), Basis.STANDARD))),
                applied(42, ForecastNote.of(new Estimate(1, Map.of("rewritten", 21L), Basis.STANDARD))),
                applied(100_000, ForecastNote.of(new Estimate(1, Map.of("rewritten", 20_000L), Basis.STANDARD))));
        Learnt learnt = new Learnt(newest);
        assertThat(learnt.ratio("rewritten", 30)).hasValue(2);
        assertThat(learnt.ratio("rewritten", 40_000)).hasValue(5);
        // ten times as large: the two count more
        assertThat(learnt.ratio("rewritten", 200)).hasValue(2);
    }

    private static HistoryEntry applied(long millis, String note) {
        return new HistoryEntry(
                1,
                HistoryEvent.APPLIED,
                "d",
                Optional.of("ddl/1.sql"),
                Optional.of("ddl/1.sql"),
                Optional.of("ddl"),
                Optional.of("0"),
                "1.0.0",
                "0",
                1,
                0,
                millis,
                Instant.EPOCH,
                "ann",
                note);
    }
}
