package io.slipway.server.rollout;

import io.slipway.rollout.readiness.Standard;

/** Looks whether one of the known gates is fulfilled. The part of the server that knows about it has one. */
public interface Collector {
    Standard gate();

    /**
     * Looks now, at the thing itself.
     *
     * @throws io.slipway.release.error.SlipwayException it cannot be looked at; that is then what was found
     */
    Finding look(ServedRollout rollout);

    /**
     * What was found.
     *
     * @param query what was looked at, exactly enough to look again
     * @param result in a sentence without its end; holds no secret
     */
    record Finding(boolean passed, String query, String result) {}
}
