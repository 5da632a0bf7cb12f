package io.slipway.release.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * One database of an environment of many.
 *
 * @param version empty when at none
 * @param pending changes of the newest artifact that it lacks
 * @param state {@code up-to-date}, {@code behind}, {@code empty}, {@code running}, {@code in-doubt}, {@code failed},
 *     {@code half-done}, {@code unknown-changes} or {@code unreachable}
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DatabaseStatus(
        String name,
        String version,
        Optional<Instant> since,
        int applied,
        int pending,
        String state,
        Optional<ErrorReport> error) {

    static DatabaseStatus of(StatusReport.EnvironmentStatus status) {
        return new DatabaseStatus(
                status.name(),
                status.version(),
                status.since(),
                status.applied(),
                status.pending(),
                state(status),
                status.error());
    }

    private static String state(StatusReport.EnvironmentStatus status) {
        if (status.error().isPresent()) {
            return "unreachable";
        }
        if (!status.running().isEmpty()) {
            return "running";
        }
        if (!status.inDoubt().isEmpty()) {
            return "in-doubt";
        }
        if (!status.failed().isEmpty()) {
            return "failed";
        }
        if (status.halfDone().isPresent() || status.halfBuilt().isPresent()) {
            return "half-done";
        }
        if (status.unknown() > 0) {
            return "unknown-changes";
        }
        if (status.pending() > 0) {
            return "behind";
        }
        return status.applied() == 0 ? "empty" : "up-to-date";
    }
}
