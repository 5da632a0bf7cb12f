package io.slipway.release.report;

import io.slipway.release.forecast.Forecast;
import io.slipway.release.forecast.Risk;
import java.util.List;

/**
 * What somebody should read of a pending change before saying yes.
 *
 * @param path of its script
 * @param level {@code high}, {@code medium} or {@code low}
 * @param millis how long it may take
 * @param sentences what is lost, what breaks, who waits how long for what
 */
public record RiskReport(String path, Risk.Level level, long millis, List<String> sentences) {

    /** The worst first. */
    public static List<RiskReport> of(Forecast.Result forecast) {
        return forecast.risks().stream()
                .map(risk -> new RiskReport(risk.change().path(), risk.level(), risk.millis(), risk.sentences()))
                .toList();
    }
}
