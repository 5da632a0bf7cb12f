package io.slipway.release.artifact;

import java.time.Duration;
import java.util.Map;

/**
 * How long changes took on the reference database. Not part of the artifact, because no two runs agree; an estimate
 * for forecasts, and nothing is refused for want of it.
 *
 * @param artifact digest of the artifact
 * @param changes {@link Change#key} → duration
 */
public record Timings(String artifact, Map<String, Duration> changes) {}
