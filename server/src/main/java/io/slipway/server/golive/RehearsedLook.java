package io.slipway.server.golive;

import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.rehearsal.Stage;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the newest rehearsal went to its end, and not too long ago. */
public final class RehearsedLook implements Collector {
    private final Rehearsals rehearsals;
    private final Clock clock;

    public RehearsedLook(Rehearsals rehearsals, Clock clock) {
        this.rehearsals = rehearsals;
        this.clock = clock;
    }

    @Override
    public Standard gate() {
        return Standard.REHEARSED;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        String query = "the steps of the newest rehearsal that has ended";
        List<Rehearsals.Rehearsal> ended = rehearsals.of(rollout).stream()
                .filter(each -> each.ended().isPresent())
                .toList();
        if (ended.isEmpty()) {
            return new Finding(false, query, "nobody has rehearsed it yet");
        }
        Rehearsals.Rehearsal newest = ended.get(0);
        if (!newest.complete()) {
            return new Finding(
                    false,
                    query,
                    "rehearsal " + newest.number() + " did not go to its end; it lacks: "
                            + newest.missing().stream().map(Stage::words).collect(Collectors.joining("; ")));
        }
        Instant end = newest.ended().orElseThrow();
        // an old rehearsal looked at anew is still old
        Duration valid = rollout.rollout()
                .gates()
                .find(Standard.REHEARSED.text())
                .orElseThrow()
                .valid();
        return end.plus(valid).isBefore(clock.instant())
                ? new Finding(false, query, "rehearsal " + newest.number() + " ended at " + end + ", too long ago")
                : new Finding(true, query, "rehearsal " + newest.number() + " went to its end at " + end);
    }
}
