package io.slipway.enablement.scenario;

import io.slipway.release.error.Location;

/** Something that holds in a database of a seat, or does not. It never asks a screen. */
public sealed interface Condition {
    /** Where it stands in its file. */
    Location at();

    /** The environment whose database, or whose history, is asked. */
    String environment();

    /**
     * A query's answer.
     *
     * @param sql one statement with one value
     * @param equal the value that it must give, as text
     */
    record Answer(Location at, String environment, String sql, String equal) implements Condition {}

    /**
     * What the history says of a change.
     *
     * @param what it must say
     * @param change path of its script below the scripts folder, such as {@code ddl/120_email.sql}
     */
    record Told(Location at, String environment, What what, String change) implements Condition {}

    /** What a history can say of a change. */
    enum What {
        /** It is applied there now. */
        APPLIED("applied"),
        /** It was rolled back there at least once, whatever came later. */
        ROLLED_BACK("rolled-back"),
        /** It was never rolled back there. */
        NOT_ROLLED_BACK("not-rolled-back"),
        /** It is not applied there now. */
        NOT_APPLIED("not-applied");

        private final String key;

        What(String key) {
            this.key = key;
        }

        /** As files write it. */
        public String key() {
            return key;
        }
    }
}
