package io.slipway.server.rollout;

import io.slipway.rollout.team.Rollout;
import java.time.Instant;

/**
 * A rollout that this server looks after.
 *
 * @param file the text that it was read from
 * @param revision counts the changes of the file, from 1
 */
public record ServedRollout(Rollout rollout, String file, long revision, String changedBy, Instant changedAt) {

    public String team() {
        return rollout.team();
    }

    public String project() {
        return rollout.project();
    }
}
