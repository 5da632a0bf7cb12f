package io.slipway.rollout.training;

import java.time.Instant;
import java.util.Optional;

/**
 * A question that came up in a session.
 *
 * @param number its place among those of the session, from 0
 * @param asker account or name of who asked
 * @param caseNumber of the case that it became
 * @param guide link to the page of a guide that answers it
 */
public record Question(
        int number, String text, String asker, Instant at, Optional<Long> caseNumber, Optional<String> guide) {

    /** Whether it still waits for a case or an answer. */
    public boolean open() {
        return caseNumber.isEmpty() && guide.isEmpty();
    }

    Question became(long number) {
        return caseNumber.isPresent() ? this : new Question(this.number, text, asker, at, Optional.of(number), guide);
    }

    Question answeredBy(String link) {
        return new Question(number, text, asker, at, caseNumber, Optional.of(link));
    }
}
