package io.slipway.rollout.readiness;

import java.util.Optional;

/** Where a gate stands. */
public sealed interface GateState {

    /** Seen to be so, and not too long ago. */
    record Green(GateEvent.Looked evidence) implements GateState {}

    /** Seen not to be so. */
    record Red(GateEvent.Looked evidence) implements GateState {}

    /** Not known: nobody looked, it is too long ago, or something else was asked then. */
    record Grey(Optional<GateEvent.Looked> evidence, String why) implements GateState {}

    /** Not green, and let pass all the same. */
    record Waived(Waiver waiver, Optional<GateEvent.Looked> evidence) implements GateState {}

    default boolean passes() {
        return this instanceof Green || this instanceof Waived;
    }

    default Verdict verdict() {
        if (this instanceof Green) {
            return Verdict.GREEN;
        }
        if (this instanceof Red) {
            return Verdict.RED;
        }
        return this instanceof Grey ? Verdict.GREY : Verdict.WAIVED;
    }

    default Optional<GateEvent.Looked> seen() {
        if (this instanceof Green green) {
            return Optional.of(green.evidence());
        }
        if (this instanceof Red red) {
            return Optional.of(red.evidence());
        }
        return this instanceof Grey grey ? grey.evidence() : ((Waived) this).evidence();
    }

    /** What hinders it; empty when nothing does. */
    default String why() {
        if (this instanceof Red red) {
            return red.evidence().result();
        }
        return this instanceof Grey grey ? grey.why() : "";
    }
}
