package io.slipway.release.target;

import io.slipway.release.artifact.Proof.LockSeen;
import io.slipway.release.artifact.Proof.Work;
import io.slipway.release.artifact.Proof.WorkSeen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What statements did to objects that were there before them, under the names that these had then.
 *
 * @param locks the strongest per object, in name order
 * @param work in name order
 */
public record Touched(List<LockSeen> locks, List<WorkSeen> work) {
    public static final Touched NONE = new Touched(List.of(), List.of());

    /** Of this and of what came after it in another transaction. */
    public Touched then(Touched next) {
        Map<String, String> modes = new TreeMap<>();
        List.of(this, next)
                .forEach(each ->
                        each.locks.forEach(lock -> modes.merge(lock.object(), lock.mode(), LockMode::stronger)));
        List<LockSeen> strongest = new ArrayList<>();
        modes.forEach((object, mode) -> strongest.add(new LockSeen(object, mode)));
        Map<String, Map<Work, Integer>> times = new TreeMap<>();
        List.of(this, next)
                .forEach(each -> each.work.forEach(seen -> times.computeIfAbsent(seen.object(), o -> new TreeMap<>())
                        .merge(seen.work(), seen.times(), Integer::sum)));
        List<WorkSeen> all = new ArrayList<>();
        times.forEach((object, kinds) -> kinds.forEach((work, n) -> all.add(new WorkSeen(object, work, n))));
        return new Touched(List.copyOf(strongest), List.copyOf(all));
    }
}
