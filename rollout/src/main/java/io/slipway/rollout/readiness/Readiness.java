package io.slipway.rollout.readiness;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gates of a go-live with their states, made from what happened to each. The same events give the same states,
 * whoever computes them.
 */
public record Readiness(List<Status> gates) {
    public Readiness {
        gates = List.copyOf(gates);
    }

    /** @param asked a waiver that waits for a second person */
    public record Status(Gate gate, GateState state, Optional<Waiver> asked) {}

    /** @param events in the order in which they happened; those of gates that the file does not have count for nothing */
    public static Readiness of(Gates gates, Collection<? extends GateEvent> events, Instant now) {
        Map<String, Fold> folds = new LinkedHashMap<>();
        gates.all().forEach(gate -> folds.put(gate.name(), new Fold(gate)));
        for (GateEvent event : events) {
            Fold fold = folds.get(event.gate());
            if (fold != null) {
                fold.add(event, gates);
            }
        }
        return new Readiness(
                folds.values().stream().map(fold -> fold.status(now)).toList());
    }

    /** Whether the go-live may be. A file without gates says that nothing hinders it. */
    public boolean ready() {
        return gates.stream().allMatch(status -> status.state().passes());
    }

    public List<Status> blocking() {
        return gates.stream().filter(status -> !status.state().passes()).toList();
    }

    private static final class Fold {
        private final Gate gate;
        private Optional<GateEvent.Looked> seen = Optional.empty();
        private Optional<Waiver> waiver = Optional.empty();

        Fold(Gate gate) {
            this.gate = gate;
        }

        void add(GateEvent event, Gates gates) {
            if (event instanceof GateEvent.Looked looked) {
                seen = Optional.of(looked);
            } else if (event instanceof GateEvent.Outdated) {
                seen = Optional.empty();
            } else if (event instanceof GateEvent.WaiverAsked asked) {
                waiver = Optional.of(new Waiver(asked.by(), asked.reason(), asked.until(), Optional.empty()))
                        .filter(each -> gates.mayWaive(each.askedBy()));
            } else if (event instanceof GateEvent.WaiverGiven given) {
                // two people, both of those who may: whatever a log holds
                waiver = waiver.map(each -> gates.mayWaive(given.by())
                                && !given.by().equals(each.askedBy())
                                && given.at().isBefore(each.until())
                        ? new Waiver(each.askedBy(), each.reason(), each.until(), Optional.of(given.by()))
                        : each);
            } else {
                waiver = Optional.empty();
            }
        }

        Status status(Instant now) {
            GateState seenState = state(now);
            Optional<Waiver> counting = waiver.filter(each -> each.counts(now));
            GateState state = counting.isPresent() && !seenState.passes()
                    ? new GateState.Waived(counting.get(), seen)
                    : seenState;
            return new Status(
                    gate, state, waiver.filter(each -> each.givenBy().isEmpty() && now.isBefore(each.until())));
        }

        private GateState state(Instant now) {
            if (seen.isEmpty()) {
                return new GateState.Grey(seen, "nobody looked yet, or since what it is about changed");
            }
            GateEvent.Looked evidence = seen.get();
            if (!evidence.asked().equals(gate.asks().text())) {
                return new GateState.Grey(seen, "the file asks something else since it was looked at");
            }
            if (!now.isBefore(evidence.until())) {
                return new GateState.Grey(
                        seen,
                        "what was seen is older than " + GatesSection.words(gate.valid()) + " and counts no more");
            }
            return evidence.passed() ? new GateState.Green(evidence) : new GateState.Red(evidence);
        }
    }
}
