package io.slipway.release.estimate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.estimate.Estimate.Basis;
import io.slipway.release.history.HistoryEntry;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** An estimate as the history keeps it beside what the change took. */
public final class ForecastNote {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ForecastNote() {}

    public static String of(Estimate estimate) {
        ObjectNode note = JSON.createObjectNode();
        ObjectNode forecast = note.putObject("forecast")
                .put("millis", estimate.millis())
                .put("basis", estimate.basis().text());
        ObjectNode standard = forecast.putObject("standard");
        new TreeMap<>(estimate.standard()).forEach(standard::put);
        return note.toString();
    }

    /** Empty for an entry without one. */
    public static Optional<Estimate> of(HistoryEntry entry) {
        if (!entry.forecast()) {
            return Optional.empty();
        }
        try {
            JsonNode forecast = JSON.readTree(entry.note()).path("forecast");
            Map<String, Long> standard = new HashMap<>();
            forecast.path("standard")
                    .properties()
                    .forEach(each -> standard.put(each.getKey(), each.getValue().asLong()));
            return Optional.of(new Estimate(
                    forecast.path("millis").asLong(),
                    standard,
                    Basis.valueOf(forecast.path("basis").asText("standard").toUpperCase(Locale.ROOT))));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // somebody else's note
            return Optional.empty();
        }
    }
}
