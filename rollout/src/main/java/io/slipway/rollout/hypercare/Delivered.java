package io.slipway.rollout.hypercare;

import java.time.Instant;
import java.util.Optional;

/** What the figures are made of. */
public sealed interface Delivered {
    Instant at();

    /** An artifact was handed in. */
    record Packaged(String version, int scripts, Instant at) implements Delivered {}

    /**
     * A deployment or a rollback ended.
     *
     * @param good it did what it should
     * @param last into the last environment of the pipeline
     * @param packaged when its artifact was handed in
     */
    record Ran(
            String version,
            String environment,
            boolean rollback,
            boolean good,
            boolean last,
            Optional<Instant> packaged,
            Instant at)
            implements Delivered {}

    /** A support case was opened. */
    record Case(String tier, String cause, Instant at) implements Delivered {}
}
