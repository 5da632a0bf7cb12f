package io.slipway.release.deploy;

import java.util.Optional;

/**
 * What became of a statement in doubt, as a person says.
 *
 * @param change key of its change; when absent, whichever change has such a statement in doubt
 * @param statement its number in the script, from 1
 * @param done its effect is there; of a statement that was done, only the contrary is news: somebody took it back
 * @param againstCatalogue the person knows that the catalogue says otherwise
 * @param reason how the person knows
 */
public record Verdict(Optional<String> change, int statement, boolean done, boolean againstCatalogue, String reason) {
    public Verdict {
        reason = reason.strip();
    }
}
