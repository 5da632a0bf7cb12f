package io.slipway.server.audit;

import io.slipway.server.audit.AuditLog.Anchor;
import io.slipway.server.audit.AuditLog.Verdict;
import java.util.Optional;

/** Follows events from the first one on, and remembers the first that is not right. Holds one event at a time. */
final class AuditChain {
    /** Where every chain begins. */
    static final Anchor START = new Anchor(0, AuditEvent.NOTHING);

    private final Anchor known;
    private Anchor end = START;
    private Optional<Long> brokenAt = Optional.empty();
    private String problem = "";

    /** @param known a point that the chain must pass through */
    AuditChain(Anchor known) {
        this.known = known;
        pass();
    }

    void follow(AuditEvent event) {
        if (brokenAt.isPresent()) {
            return;
        }
        long expected = end.sequence() + 1;
        if (event.sequence() > expected) {
            broken(expected, "event " + expected + " is missing");
        } else if (event.sequence() < expected) {
            broken(event.sequence(), "event " + event.sequence() + " stands where event " + expected + " belongs");
        } else if (!event.previous().equals(end.digest())) {
            broken(expected, "event " + expected + " does not follow the one before it");
        } else if (!event.computedDigest().equals(event.digest())) {
            broken(expected, "event " + expected + " was changed");
        } else {
            end = new Anchor(expected, event.digest());
            pass();
        }
    }

    /** @param last where the log says that the chain ends, if anything says so */
    Verdict verdict(Optional<Anchor> last) {
        if (brokenAt.isEmpty() && end.sequence() < known.sequence()) {
            broken(end.sequence() + 1, "the events from " + (end.sequence() + 1) + " on are missing");
        }
        if (brokenAt.isEmpty() && last.isPresent() && end.sequence() > last.get().sequence()) {
            long first = last.get().sequence() + 1;
            broken(first, "event " + first + " was added behind the end of the chain");
        }
        return new Verdict(end.sequence(), end, brokenAt, problem);
    }

    private void pass() {
        if (end.sequence() == known.sequence() && !end.digest().equals(known.digest())) {
            broken(end.sequence(), "event " + end.sequence() + " is not the one that the anchor names");
        }
    }

    private void broken(long at, String what) {
        brokenAt = Optional.of(at);
        problem = what;
    }
}
