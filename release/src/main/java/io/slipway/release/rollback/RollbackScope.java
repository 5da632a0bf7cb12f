package io.slipway.release.rollback;

import java.util.Set;

/** How far back to go. There is no default: what is rolled back is always said. */
public sealed interface RollbackScope {

    /** What the last deployment applied. */
    record Last() implements RollbackScope {}

    /** Everything that was applied after the environment was last at this version. */
    record To(String version) implements RollbackScope {}

    /** One change. */
    record Change(String id) implements RollbackScope {}

    /**
     * What one of the others came to when somebody decided on it, as far as it is still applied. So a rollback that is
     * run later, or run again after a crash, never takes back anything else.
     *
     * @param keys {@link io.slipway.release.artifact.Change#key} of each change
     * @param one whether it was one change that was asked for
     */
    record These(Set<String> keys, boolean one) implements RollbackScope {
        public These {
            keys = Set.copyOf(keys);
        }
    }

    /** Whether it takes one change from among others, so that the environment stays at its version. */
    default boolean single() {
        return this instanceof Change || this instanceof These these && these.one();
    }
}
