package io.slipway.server.audit;

import io.slipway.server.audit.AuditLog.Anchor;
import java.util.List;
import java.util.Optional;

/** Walks along the events of an audit log and tells where the chain breaks. */
public final class AuditChain {
    private final List<Anchor> anchors;
    private long events;
    private String last = AuditEvent.NOTHING;

    /** @param anchors how far the chain went at some times, from places where nobody could change it */
    public AuditChain(List<Anchor> anchors) {
        this.anchors = List.copyOf(anchors);
    }

    /** Takes the next event; what is wrong with it, if anything. After that the chain goes no further. */
    public Optional<String> next(AuditEvent event) {
        long expected = events + 1;
        if (event.sequence() > expected) {
            return Optional.of("event " + expected + " is missing");
        }
        if (event.sequence() < expected) {
            return Optional.of("event " + event.sequence() + " stands where event " + expected + " should");
        }
        if (!event.previous().equals(last)) {
            return Optional.of("event " + expected + " does not follow the one before it");
        }
        if (!event.computedDigest().equals(event.digest())) {
            return Optional.of("event " + expected + " was changed");
        }
        if (anchors.stream()
                .anyMatch(a -> a.sequence() == expected && !a.digest().equals(event.digest()))) {
            return Optional.of(
                    "event " + expected + " is not the one of the anchor: it, or one before it, was changed");
        }
        events = expected;
        last = event.digest();
        return Optional.empty();
    }

    /** What is wrong with where the chain ends, if anything. */
    public Optional<String> end() {
        return anchors.stream()
                .filter(a -> a.sequence() > events)
                .findFirst()
                .map(a -> "event " + (events + 1) + " is missing: the anchor stands at event " + a.sequence());
    }

    public long events() {
        return events;
    }

    /** How far the chain goes as far as it is right. */
    public Anchor reached() {
        return new Anchor(events, last);
    }
}
