package io.slipway.server.cleanup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One clean-up that was begun.
 *
 * @param digest of the plan that was approved
 * @param approvedBy who approved exactly that plan
 * @param backups environment → where its back-up lies below the server's folder of back-ups, its size and its digest,
 *     in words
 * @param ended empty when it stopped half-way; what it left to do is in the plan
 * @param schemas environment → fingerprint of the schema that it left, as it was approved; empty until it ended
 */
public record CleanupRun(
        String by,
        Instant begun,
        String digest,
        List<String> approvedBy,
        Map<String, String> backups,
        Optional<Instant> ended,
        Map<String, String> schemas) {

    CleanupRun ended(Instant at, Map<String, String> left) {
        return new CleanupRun(by, begun, digest, approvedBy, backups, Optional.of(at), left);
    }
}
