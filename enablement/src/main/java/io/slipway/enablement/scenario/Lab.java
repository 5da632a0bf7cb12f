package io.slipway.enablement.scenario;

import java.time.Duration;
import java.util.List;

/**
 * A task made from a scenario, which somebody does at a seat of their own: a project with databases in the scenario's
 * {@link Start}.
 *
 * @param task what is to be done, for the trainee; {@code **bold**} and {@code `code`}
 * @param length how long it takes somebody who is neither new to it nor practised
 * @param files what is written over the start's files, so that there is something to go on from
 * @param check what must hold when it is done; at least one
 * @param hints from the slightest to the plainest; at least one
 * @param wrong known wrong answers, each with what helps on from there; at least one
 * @param solution writes files and runs commands, and passes the check
 * @param rollbacks whether nothing is packaged at the seat without its rollback
 */
public record Lab(
        String task,
        Duration length,
        List<Step.Write> files,
        List<Goal> check,
        List<String> hints,
        List<Wrong> wrong,
        List<Step> solution,
        boolean rollbacks) {
    public Lab {
        files = List.copyOf(files);
        check = List.copyOf(check);
        hints = List.copyOf(hints);
        wrong = List.copyOf(wrong);
        solution = List.copyOf(solution);
    }

    /** @param say what is still missing while the condition does not hold */
    public record Goal(Condition condition, String say) {}

    /**
     * An answer that is wrong in a known way.
     *
     * @param when all of these hold
     * @param say what helps on
     * @param steps how one gets there from the start: the proof that {@code say} is told
     */
    public record Wrong(List<Condition> when, String say, List<Step> steps) {
        public Wrong {
            when = List.copyOf(when);
            steps = List.copyOf(steps);
        }
    }
}
