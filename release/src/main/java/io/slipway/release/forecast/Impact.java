package io.slipway.release.forecast;

import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.estimate.Estimate;
import io.slipway.release.target.Survey.Count;
import io.slipway.release.target.Survey.TableFacts;
import java.util.List;
import java.util.Optional;

/**
 * What a pending change will do to what is there in the target now.
 *
 * @param tables that it locks or works on, those first that most wait for
 * @param losses rows and values that go
 * @param breaks what else in the target needs what it takes away or changes
 * @param estimate how long it may take, waiting for locks apart
 */
public record Impact(List<TableImpact> tables, List<Loss> losses, List<String> breaks, Estimate estimate) {

    /**
     * @param object such as {@code table public.customer}
     * @param lock the strongest, by the database's name
     * @param waits who waits meanwhile: {@code nobody}, {@code ddl}, {@code writers} or {@code everybody}
     * @param work on it and its indexes
     */
    public record TableImpact(String object, String lock, String waits, List<WorkSeen> work, TableFacts facts) {}

    /**
     * @param what such as {@code table public.customer}, {@code column public.customer.fax} or {@code rows of
     *     public.customer}
     * @param rows how many there are now; for a column, how many have a value
     */
    public record Loss(String what, Optional<Count> rows) {}

    /** Whether it does nothing to what is there that anybody would notice. */
    public boolean quiet() {
        return losses.isEmpty()
                && breaks.isEmpty()
                && tables.stream().allMatch(table -> table.waits().equals("nobody"));
    }
}
