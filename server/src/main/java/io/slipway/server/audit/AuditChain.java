package io.slipway.server.audit;

import io.slipway.server.audit.AuditLog.Anchor;
import io.slipway.server.audit.AuditLog.Verdict;
import java.util.List;
import java.util.Optional;

/** Walks along the events of an audit log, one at a time, and remembers the first that is not right. */
final class AuditChain {
    private final List<Anchor> anchors;
    private Anchor reached = new Anchor(0, AuditEvent.NOTHING);
    private Optional<Long> brokenAt = Optional.empty();
    private String problem = "";

    /** @param anchors how far the chain went at some times, from places where nobody could change it */
    AuditChain(List<Anchor> anchors) {
        this.anchors = List.copyOf(anchors);
        compare();
    }

    /** Takes the next event. After one that is not right it goes no further. */
    void follow(AuditEvent event) {
        if (!whole()) {
            return;
        }
        long expected = reached.sequence() + 1;
        if (event.sequence() > expected) {
            broken(expected, "event " + expected + " is missing");
        } else if (event.sequence() < expected) {
            broken(event.sequence(), "event " + event.sequence() + " stands where event " + expected + " should");
        } else if (!event.previous().equals(reached.digest())) {
            broken(expected, "event " + expected + " does not follow the one before it");
        } else if (!event.computedDigest().equals(event.digest())) {
            broken(expected, "event " + expected + " was changed");
        } else {
            reached = new Anchor(expected, event.digest());
            compare();
        }
    }

    /** Takes something that is no event at all. */
    void followNothing() {
        if (whole()) {
            long expected = reached.sequence() + 1;
            broken(expected, "event " + expected + " is no event as Slipway writes it");
        }
    }

    /** There are no more: none may be missing up to the anchors. */
    void end() {
        anchors.stream()
                .filter(anchor -> whole() && anchor.sequence() > reached.sequence())
                .findFirst()
                .ifPresent(anchor -> broken(
                        reached.sequence() + 1,
                        "the events from " + (reached.sequence() + 1) + " to " + anchor.sequence() + " are missing"));
    }

    /** @param last where the chain is said to end */
    void endAt(Anchor last) {
        if (whole() && reached.sequence() > last.sequence()) {
            long first = last.sequence() + 1;
            broken(first, "event " + first + " was put behind the end of the chain");
        }
    }

    void broken(long at, String what) {
        brokenAt = Optional.of(at);
        problem = what;
    }

    boolean whole() {
        return brokenAt.isEmpty();
    }

    Verdict verdict() {
        return new Verdict(reached.sequence(), reached, brokenAt, problem);
    }

    private void compare() {
        if (anchors.stream()
                .anyMatch(a -> a.sequence() == reached.sequence() && !a.digest().equals(reached.digest()))) {
            broken(
                    reached.sequence(),
                    "event " + reached.sequence()
                            + " is not the one that the anchor names: it, or one before it, was changed");
        }
    }
}
