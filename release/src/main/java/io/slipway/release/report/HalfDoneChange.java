package io.slipway.release.report;

import io.slipway.release.history.HalfDone;

/**
 * A change that stopped half-way.
 *
 * @param change its id
 * @param direction {@code apply} or {@code rollback}
 * @param done the last of its statements that stands in the target, as those before it do
 */
public record HalfDoneChange(String change, String direction, int done) {

    static HalfDoneChange of(HalfDone half) {
        return new HalfDoneChange(half.changeId(), half.direction(), half.done());
    }

    /** Such as {@code statements 1 to 3 of ddl/5.sql are done}. */
    public String shown() {
        return HalfDone.shown(change, direction, done);
    }
}
