package io.slipway.enablement.lab;

import io.slipway.enablement.scenario.Lab;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far somebody is with a task.
 *
 * @param begun when it was opened, or begun anew
 * @param checks how often it was checked since then and not passed
 * @param lastCheck when it was checked last
 * @param hints how many were taken
 * @param passed when it was passed; it stays so whatever is tried afterwards
 */
public record AtTask(Instant begun, int checks, Optional<Instant> lastCheck, int hints, Optional<Instant> passed) {
    /** After so many checks in vain somebody is stuck, however fast they were. */
    private static final int IN_VAIN = 3;

    /** Since when somebody is stuck: the task takes them longer than it should, or they checked in vain often. */
    public Optional<Instant> stuckSince(Duration length, Instant now) {
        if (passed.isPresent()) {
            return Optional.empty();
        }
        Instant late = begun.plus(length);
        Optional<Instant> vain = checks >= IN_VAIN ? lastCheck : Optional.empty();
        Optional<Instant> since = now.isBefore(late) ? Optional.empty() : Optional.of(late);
        return since.isPresent() && vain.isPresent()
                ? Optional.of(since.get().isBefore(vain.get()) ? since.get() : vain.get())
                : since.or(() -> vain);
    }

    /** Which hint is the next, from 0; empty when all were taken. */
    public Optional<Integer> nextHint(Lab lab) {
        return hints < lab.hints().size() ? Optional.of(hints) : Optional.empty();
    }
}
