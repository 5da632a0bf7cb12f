package io.slipway.enablement.made;

import java.time.Instant;
import java.util.Optional;

/**
 * One thing that was made of a scenario, or was not because it does not hold any more.
 *
 * @param scenario its name
 * @param edition digest of the scenario's text
 * @param passed whether every step came out as it says
 * @param version of the Slipway whose console it shows
 * @param at when it was played
 * @param pieces how many pieces of a guide, clips or steps it has
 * @param digest SHA-256 of the list that {@code sha256sum} prints of its files; empty when there are none
 */
public record Made(
        Kind kind,
        String scenario,
        String edition,
        boolean passed,
        String version,
        Instant at,
        int pieces,
        String digest) {

    /** What one that passed must tell, and does not: without it nobody can see what was made. Empty when it is whole. */
    public Optional<String> lack() {
        if (!passed) {
            return Optional.empty();
        }
        if (pieces < 1) {
            return Optional.of("it has no pieces");
        }
        return kind.leavesFiles() && digest.isEmpty() ? Optional.of("it has no digest of its files") : Optional.empty();
    }
}
