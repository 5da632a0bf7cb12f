package io.slipway.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.report.DeployReport;
import io.slipway.release.report.ScoreReport;
import io.slipway.release.report.ScoreReport.LineReport;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeployOutputTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private List<String> told(int changes, int missed) {
        List<LineReport> lines = IntStream.range(0, changes)
                .mapToObj(i -> new LineReport("ddl/" + i + ".sql", 1_000, 1_000, i < changes - missed))
                .toList();
        ScoreReport score = new ScoreReport(changes - missed, changes * 1_000L, changes * 1_000L, lines);
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        DeployOutput.of(new Console(stream, stream, false), false)
                .print(
                        "deployed",
                        new DeployReport(
                                1,
                                "dev",
                                Optional.of("1.0.0"),
                                DeployReport.COMPLETED,
                                List.of(),
                                List.of(),
                                List.of(),
                                Optional.of(1L),
                                Optional.of(score),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()));
        return out.toString(StandardCharsets.UTF_8).lines().skip(2).toList();
    }

    @Test
    void ofManyForecastsThoseThatWereNotMetComeFirstAndTheRestIsCounted() {
        List<String> told = told(47, 10);
        assertThat(told).hasSize(22);
        assertThat(told.subList(0, 10)).allSatisfy(line -> assertThat(line).endsWith("other than forecast"));
        assertThat(told.get(0)).startsWith("ddl/37.sql ");
        assertThat(told.get(10)).startsWith("ddl/0.sql ");
        assertThat(told.get(20)).isEqualTo("and 27 more; 'slipway history dev' has all of them.");
        assertThat(told.get(21)).startsWith("Forecast met for 37 of 47 changes");
    }

    @Test
    void howManyMoreWereNotMetIsTold() {
        assertThat(told(40, 30))
                .contains("and 20 more, 10 of them other than forecast; 'slipway history dev' has all of them.");
    }

    @Test
    void ofFewNothingIsLeftOut() {
        assertThat(told(20, 1)).hasSize(21).noneMatch(line -> line.contains("more"));
    }
}
