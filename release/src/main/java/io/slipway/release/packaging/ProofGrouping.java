package io.slipway.release.packaging;

import io.slipway.release.sql.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which new scripts that stand one behind the other are proved in one group. */
final class ProofGrouping {
    /** More gain nothing, and a wish to stop waits for a group. */
    private static final int MOST = 100;
    /** In characters. */
    private static final int LARGEST = 64 << 10;

    private final Dialect dialect;
    private final List<Step> steps;
    private Optional<ProofCandidate> read = Optional.empty();
    private int readAt = -1;

    ProofGrouping(Dialect dialect, List<Step> steps) {
        this.dialect = dialect;
        this.steps = steps;
    }

    /** Those that begin at this place and are about different things; none when the first is proved by itself. */
    List<ProofCandidate> from(int place) {
        List<ProofCandidate> group = new ArrayList<>();
        Set<String> changed = new HashSet<>();
        Set<String> changedOtherThanRows = new HashSet<>();
        Set<String> named = new HashSet<>();
        Set<String> namedOtherThanRows = new HashSet<>();
        int length = 0;
        for (int i = place; i < steps.size() && group.size() < MOST; i++) {
            Optional<ProofCandidate> next = candidate(i);
            if (next.isEmpty()) {
                break;
            }
            Subjects subjects = next.get().subjects();
            length += next.get().length();
            boolean onlyRows = next.get().onlyRows();
            if (!group.isEmpty()
                    && (length > LARGEST
                            || meet(subjects.named(), onlyRows ? changedOtherThanRows : changed)
                            || meet(subjects.changed(), onlyRows ? namedOtherThanRows : named))) {
                break;
            }
            group.add(next.get());
            changed.addAll(subjects.changed());
            named.addAll(subjects.named());
            if (!onlyRows) {
                changedOtherThanRows.addAll(subjects.changed());
                namedOtherThanRows.addAll(subjects.named());
            }
        }
        return group;
    }

    /** The one that ended the group before is asked for again. */
    private Optional<ProofCandidate> candidate(int place) {
        if (place != readAt) {
            read = ProofCandidate.of(dialect, steps.get(place));
            readAt = place;
        }
        return read;
    }

    private static boolean meet(Set<String> some, Set<String> others) {
        Set<String> smaller = some.size() < others.size() ? some : others;
        Set<String> larger = smaller == some ? others : some;
        return smaller.stream().anyMatch(larger::contains);
    }
}
