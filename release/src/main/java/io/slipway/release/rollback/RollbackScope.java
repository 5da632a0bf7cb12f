package io.slipway.release.rollback;

/** How far back to go. There is no default: what is rolled back is always said. */
public sealed interface RollbackScope {

    /** What the last deployment applied. */
    record Last() implements RollbackScope {}

    /** Everything that was applied after the environment was last at this version. */
    record To(String version) implements RollbackScope {}

    /** One change. */
    record Change(String id) implements RollbackScope {}
}
