package io.slipway.enablement.lab;

import io.slipway.enablement.scenario.Condition;
import io.slipway.enablement.scenario.Lab;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryState;
import java.util.List;
import java.util.Optional;

/**
 * Whether a task is done.
 *
 * @param say what helps on; empty when it is passed
 * @param known whether it is one of the wrong answers that the lab lists
 */
public record Judgement(boolean passed, String say, boolean known) {

    /** Asks about each goal. A wrong answer that is known is told before what is missing: it says why. */
    public static Judgement of(Lab lab, Facts facts) {
        Optional<Lab.Goal> missing = lab.check().stream()
                .filter(goal -> !holds(goal.condition(), facts))
                .findFirst();
        if (missing.isEmpty()) {
            return new Judgement(true, "", false);
        }
        return lab.wrong().stream()
                .filter(wrong -> wrong.when().stream().allMatch(condition -> holds(condition, facts)))
                .findFirst()
                .map(wrong -> new Judgement(false, wrong.say(), true))
                .orElseGet(() -> new Judgement(false, missing.get().say(), false));
    }

    /**
     * Not passed, and perhaps for another reason than what is missing.
     *
     * @param trouble in the database's words
     */
    public Judgement troubled(String trouble) {
        return new Judgement(false, "The database answered the check with an error: " + trouble + ". " + say, known);
    }

    static boolean holds(Condition condition, Facts facts) {
        if (condition instanceof Condition.Answer answer) {
            return facts.ask(answer.environment(), answer.sql()).equals(Optional.of(answer.equal()));
        }
        Condition.Told told = (Condition.Told) condition;
        List<HistoryEntry> history = facts.history(told.environment());
        boolean applied = HistoryState.of(history, List.of()).applied().values().stream()
                .anyMatch(entry -> entry.path().equals(Optional.of(told.change())));
        boolean rolledBack = history.stream()
                .anyMatch(entry -> entry.event() == HistoryEvent.ROLLED_BACK
                        && entry.path().equals(Optional.of(told.change())));
        return switch (told.what()) {
            case APPLIED -> applied;
            case NOT_APPLIED -> !applied;
            case ROLLED_BACK -> rolledBack;
            case NOT_ROLLED_BACK -> !rolledBack;
        };
    }
}
