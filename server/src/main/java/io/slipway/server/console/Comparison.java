package io.slipway.server.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.release.estimate.Score;
import io.slipway.release.estimate.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One change of a deployment: what was forecast of it, and what it did.
 *
 * @param what {@code ran}, {@code rolled back}, {@code failed} or {@code did not run}
 * @param foreseen statements that the proof counted; empty when nobody foresaw the change
 * @param foreseenRows rows that the proof counted, on the reference database's data
 * @param statements empty when it is not known
 * @param expected how long it was expected to take; empty when that was not told
 * @param took empty when it is not known
 * @param met whether it took as long as told; so is one of which nothing was told
 */
record Comparison(
        String path,
        String what,
        String foreseen,
        String foreseenRows,
        String statements,
        String rows,
        String expected,
        String took,
        boolean met) {

    /** Empty while it is not over. */
    static List<Comparison> of(JsonNode forecast, JsonNode outcome) {
        if (!outcome.has("applied")) {
            return List.of();
        }
        Map<String, JsonNode> measured = new HashMap<>();
        outcome.path("measured").forEach(each -> measured.put(each.path("path").asText(), each));
        Map<String, String> what = new HashMap<>();
        outcome.path("applied").forEach(each -> what.put(each.path("path").asText(), "ran"));
        if (outcome.has("failedChange")) {
            what.put(outcome.path("failedChange").asText(), "failed");
        }
        List<Comparison> lines = new ArrayList<>();
        for (JsonNode change : forecast.path("pending")) {
            String path = change.path("path").asText();
            lines.add(line(
                    path,
                    what.getOrDefault(path, "did not run"),
                    change.path("statements").asText(),
                    change.path("rows").asText(),
                    measured.remove(path)));
        }
        measured.forEach((path, seen) -> lines.add(line(
                path,
                seen.path("event").asText().equals("rolled-back") ? "rolled back" : what.getOrDefault(path, "ran"),
                "",
                "",
                seen)));
        return lines;
    }

    /** Whether it was told how long it takes. */
    boolean timed() {
        return !expected.isEmpty();
    }

    private static Comparison line(
            String path, String what, String foreseen, String foreseenRows, @Nullable JsonNode seen) {
        if (seen == null) {
            return new Comparison(path, what, foreseen, foreseenRows, "", "", "", "", true);
        }
        long took = seen.path("millis").asLong();
        Optional<Score.Line> timed = seen.has("expectedMillis")
                ? Optional.of(new Score.Line(path, seen.path("expectedMillis").asLong(), took))
                : Optional.empty();
        return new Comparison(
                path,
                what,
                foreseen,
                foreseenRows,
                seen.path("statements").asText(),
                seen.path("rows").asText(),
                timed.map(line -> Told.expected(line.expected())).orElse(""),
                Told.taken(took),
                timed.isEmpty() || timed.get().met());
    }
}
