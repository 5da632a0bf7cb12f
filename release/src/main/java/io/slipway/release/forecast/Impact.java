package io.slipway.release.forecast;

import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.WorkSeen;
import io.slipway.release.estimate.Estimate;
import io.slipway.release.target.LockMode;
import io.slipway.release.target.Survey.Count;
import io.slipway.release.target.Survey.TableFacts;
import io.slipway.release.target.Touched;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

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
     * @param index of it that is locked so that nobody can use it: whoever reads the table waits, since a query is planned
     *     with all of a table's indexes
     */
    public record TableImpact(
            String object, String lock, String waits, List<WorkSeen> work, TableFacts facts, Optional<String> index) {

        static TableImpact of(String object, String lock, List<WorkSeen> work, TableFacts facts) {
            return new TableImpact(
                    object, lock, LockMode.of(lock).map(LockMode::waits).orElse(""), work, facts, Optional.empty());
        }

        /** With such an index. */
        TableImpact with(String other) {
            return strongest() == LockMode.ACCESS_EXCLUSIVE
                    ? this
                    : new TableImpact(object, lock, LockMode.ACCESS_EXCLUSIVE.waits(), work, facts, Optional.of(other));
        }

        private LockMode strongest() {
            return index.isPresent()
                    ? LockMode.ACCESS_EXCLUSIVE
                    : LockMode.of(lock).orElse(LockMode.ACCESS_SHARE);
        }

        /** Whether it has rows of its own; else it is a view or a sequence. */
        boolean holdsRows() {
            return !object.startsWith("view ") && !object.startsWith("sequence ");
        }

        private TableImpact then(TableImpact next) {
            Touched both = new Touched(List.of(new LockSeen(object, lock)), work)
                    .then(new Touched(List.of(new LockSeen(object, next.lock)), next.work));
            TableImpact one = of(object, both.locks().get(0).mode(), both.work(), facts);
            return index.or(() -> next.index).map(one::with).orElse(one);
        }
    }

    /**
     * @param what such as {@code table public.customer}, {@code column public.customer.fax} or {@code rows of
     *     public.customer}
     * @param rows how many there are now; for a column, how many have a value
     * @param atMost whether fewer may go
     */
    public record Loss(String what, Optional<Count> rows, boolean atMost) {
        Loss(String what, Optional<Count> rows) {
            this(what, rows, false);
        }
    }

    /** Of this and of what runs right after it. */
    Impact then(Impact next) {
        Map<String, TableImpact> all = new LinkedHashMap<>();
        Stream.concat(tables.stream(), next.tables.stream())
                .forEach(table -> all.merge(table.object(), table, TableImpact::then));
        return new Impact(
                inOrder(all.values()),
                Stream.concat(losses.stream(), next.losses.stream()).distinct().toList(),
                Stream.concat(breaks.stream(), next.breaks.stream()).distinct().toList(),
                estimate.then(next.estimate));
    }

    /** Those first that most wait for. */
    static List<TableImpact> inOrder(Collection<TableImpact> tables) {
        return tables.stream()
                .sorted(Comparator.comparing(TableImpact::strongest)
                        .reversed()
                        .thenComparing(table -> -table.facts().rows()))
                .toList();
    }

    /** Whether it does nothing to what is there that anybody would notice. */
    public boolean quiet() {
        return losses.isEmpty()
                && breaks.isEmpty()
                && tables.stream().allMatch(table -> table.waits().equals("nobody"));
    }
}
