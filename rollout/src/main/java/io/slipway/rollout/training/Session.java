package io.slipway.rollout.training;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One session of a training, as its events make it.
 *
 * @param sequence iCalendar's SEQUENCE, from 1
 * @param cancelled the reason, which may be empty text
 * @param answers who said whether they come, by account: the last word of each on this time
 * @param present accounts of those who came; empty while nobody wrote it down
 * @param labs results of labs, in the order in which they came
 */
public record Session(
        long number,
        Plan plan,
        int sequence,
        Optional<String> cancelled,
        Map<String, TrainingEvent.Answered> answers,
        Optional<Set<String>> present,
        List<Question> questions,
        List<TrainingEvent.LabDone> labs) {
    public Session {
        answers = Map.copyOf(answers);
        present = present.map(Set::copyOf);
        questions = List.copyOf(questions);
        labs = List.copyOf(labs);
    }

    static Session of(TrainingEvent.Scheduled event) {
        return new Session(
                event.session(), event.plan(), 1, Optional.empty(), Map.of(), Optional.empty(), List.of(), List.of());
    }

    /** Whether it is to be, or was: it is not cancelled. */
    public boolean stands() {
        return cancelled.isEmpty();
    }

    /** Whether its time can still be changed: once it is written down who came, it was then. */
    public boolean movable() {
        return stands() && present.isEmpty();
    }

    public boolean begun(Instant now) {
        return !plan.from().isAfter(now);
    }

    public boolean over(Instant now) {
        return !plan.until().isAfter(now);
    }

    /** Who is known to have been trained by it: once it is over. */
    public Set<String> trained(Instant now) {
        return stands() && over(now) ? present.orElse(Set.of()) : Set.of();
    }
}
