package io.slipway.rollout.training;

import java.time.Instant;
import java.util.Set;

/** Something that happened to a session of a training. */
public sealed interface TrainingEvent {
    /** Its number, which no other session of any team has. */
    long session();

    /** Account of who did it. */
    String by();

    Instant at();

    /** It has SEQUENCE 1. */
    record Scheduled(long session, Plan plan, String by, Instant at) implements TrainingEvent {}

    /**
     * It is at another time; what people answered counts no more.
     *
     * @param sequence iCalendar's SEQUENCE: one more than before
     */
    record Moved(long session, int sequence, Instant from, String by, Instant at) implements TrainingEvent {}

    /**
     * It is known where people join.
     *
     * @param by {@code slipway} for a meeting that was made for it
     */
    record Linked(long session, String link, String by, Instant at) implements TrainingEvent {}

    /** @param sequence that it had */
    record Cancelled(long session, int sequence, String reason, String by, Instant at) implements TrainingEvent {}

    /**
     * Somebody said whether they come.
     *
     * @param by whose answer it is
     * @param mail whether a mail said so, whose sender may be forged
     */
    record Answered(long session, int sequence, boolean yes, boolean mail, String by, Instant at)
            implements TrainingEvent {}

    /**
     * Who came, as far as it is known now: all of them.
     *
     * @param present accounts
     */
    record Attended(long session, Set<String> present, String by, Instant at) implements TrainingEvent {
        public Attended {
            present = Set.copyOf(present);
        }
    }

    /** @param asker account or name of who asked */
    record Asked(long session, String text, String asker, String by, Instant at) implements TrainingEvent {}

    /** A question became a case. */
    record CaseOpened(long session, int question, long number, String by, Instant at) implements TrainingEvent {}

    /**
     * A page of a guide answers a question.
     *
     * @param link to that page
     */
    record GuideNamed(long session, int question, String link, String by, Instant at) implements TrainingEvent {}

    /**
     * What became of a lab that somebody worked through in a session.
     *
     * @param by whose result it is
     * @param lab name of its scenario
     */
    record LabDone(long session, String lab, boolean passed, String by, Instant at) implements TrainingEvent {}
}
