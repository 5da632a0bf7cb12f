package io.slipway.server.support;

import java.util.Optional;

/** What is asked of any tracker. */
interface TrackerClient {

    /**
     * A case as the tracker has it.
     *
     * @param key by which it is asked for; what stands before a {@code /} is what people call it
     * @param state in the tracker's own words
     */
    record Remote(String key, String state, boolean done) {
        static String shown(String key) {
            return key.replaceFirst("/.*", "");
        }
    }

    /** @param note how it was resolved */
    record Content(String title, String text, boolean resolved, String note) {}

    /** The one with a mark. */
    Optional<Remote> find(String mark) throws TrackerFailure;

    /** Makes one with a mark. Each call makes another. */
    Remote make(String mark, Content content) throws TrackerFailure;

    /** Brings it to what the case is now; doing so again changes nothing. */
    Remote update(String key, Content content) throws TrackerFailure;

    Remote state(String key) throws TrackerFailure;
}
