package io.slipway.rollout.provision;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How long a team's provisioning took: from nothing until all of it was as wished for the first time, and what came
 * after that apart. What was taken away and made anew counts anew.
 *
 * @param first in milliseconds, of all runs that made something until then
 * @param complete whether it came so far; otherwise {@code first} is what it took until now
 * @param repairs in milliseconds, of all runs that made something since
 */
public record ProvisionTime(Instant begun, long first, boolean complete, long repairs) {

    /** @return empty while no run made anything */
    static Optional<ProvisionTime> of(List<StepNote> notes) {
        Optional<ProvisionTime> time = Optional.empty();
        for (StepNote note : notes) {
            switch (note.kind()) {
                case StepNote.UNDONE -> time = Optional.empty();
                case StepNote.APPLIED ->
                    time = Optional.of(time.map(now -> now.with(note))
                            .orElseGet(() -> new ProvisionTime(note.at(), note.millis(), false, 0)));
                case StepNote.COMPLETE ->
                    time = time.map(now -> new ProvisionTime(now.begun, now.first, true, now.repairs));
                default -> {
                    // of a single step, or what a person said
                }
            }
        }
        return time;
    }

    private ProvisionTime with(StepNote note) {
        return complete
                ? new ProvisionTime(begun, first, true, repairs + note.millis())
                : new ProvisionTime(begun, first + note.millis(), false, 0);
    }
}
