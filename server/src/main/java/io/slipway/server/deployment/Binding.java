package io.slipway.server.deployment;

import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What an approval is given for. When any of the three is another by the time it runs, the approval is void.
 *
 * @param artifact its digest
 * @param forecast SHA-256 of what would run and why it would be refused
 * @param schema fingerprint of the target's catalogue
 */
public record Binding(String artifact, String forecast, String schema) {
    static final String OTHER_ARTIFACT = "the artifact is another one";
    static final String OTHER_FORECAST = "the forecast is another one: something else would run";
    static final String OTHER_SCHEMA = "the target's schema was changed";

    static Binding of(String artifact, String forecast, String schema) {
        return new Binding(artifact, Sha256.of(forecast.getBytes(StandardCharsets.UTF_8)), schema);
    }

    /** What differs, in words; empty when nothing does. */
    List<String> differences(Binding other) {
        List<String> differences = new ArrayList<>();
        if (!artifact.equals(other.artifact)) {
            differences.add(OTHER_ARTIFACT);
        }
        if (!forecast.equals(other.forecast)) {
            differences.add(OTHER_FORECAST);
        }
        if (!schema.equals(other.schema)) {
            differences.add(OTHER_SCHEMA);
        }
        return differences;
    }

    String text() {
        return artifact + " " + forecast + " " + schema;
    }

    static Binding parse(String text) {
        String[] parts = text.split(" ", 3);
        return new Binding(parts[0], parts[1], parts[2]);
    }
}
