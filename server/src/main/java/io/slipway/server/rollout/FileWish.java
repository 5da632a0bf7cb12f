package io.slipway.server.rollout;

import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * A rollout file that asks for less than the one that counts, and waits for a second person.
 *
 * @param looser in what it asks for less, one sentence without its end each
 */
public record FileWish(String team, String file, List<String> looser, String askedBy, Instant askedAt) {
    public FileWish {
        looser = List.copyOf(looser);
    }

    /** What an agreement is bound to. */
    public String digest() {
        return Sha256.of(file.getBytes(StandardCharsets.UTF_8));
    }
}
