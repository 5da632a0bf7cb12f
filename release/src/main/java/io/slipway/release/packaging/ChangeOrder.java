package io.slipway.release.packaging;

import io.slipway.release.artifact.Change;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.NaturalOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Puts the scripts of one packaging in order: by kind, then natural order of the path, with what a script requires
 * before it, and rerunnable scripts after those whose objects they name.
 */
final class ChangeOrder {
    private static final Comparator<Comparison.Fresh> BY_KIND_AND_PATH = Comparator.comparing(
                    (Comparison.Fresh f) -> f.script().kind())
            .thenComparing(f -> f.script().path(), NaturalOrder.INSTANCE);

    private ChangeOrder() {}

    /**
     * @param names {@link #names}
     * @throws SlipwayException {@code script-requires-unknown}, {@code script-requires-circle}
     */
    static List<Comparison.Fresh> of(List<Comparison.Fresh> fresh, Map<String, String> names) {
        Map<String, Comparison.Fresh> byId = new LinkedHashMap<>();
        for (Comparison.Fresh f : fresh) {
            byId.put(f.id(), f);
        }
        Map<String, Set<String>> before = new HashMap<>();
        for (Comparison.Fresh f : fresh) {
            Set<String> needs = new LinkedHashSet<>();
            for (String required : f.script().header().requires()) {
                String id = names.get(required);
                if (id != null && byId.containsKey(id)) {
                    needs.add(id);
                } else if (id == null) {
                    throw SlipwayException.of(
                                    ErrorCode.SCRIPT_REQUIRES_UNKNOWN,
                                    "It requires '" + required + "', and no script has that id or path.",
                                    "Write the id or the path (from the scripts folder on) of a script.")
                            .at(Location.of(f.script().path()));
                }
            }
            before.put(f.id(), needs);
        }
        refuseCircle(byId, before);
        RerunnableDependencies.of(fresh).forEach((id, needs) -> addUnlessCircle(before, id, needs));
        return sorted(byId, before);
    }

    private static List<Comparison.Fresh> sorted(Map<String, Comparison.Fresh> byId, Map<String, Set<String>> before) {
        Map<String, Integer> missing = new HashMap<>();
        Map<String, List<String>> after = new HashMap<>();
        before.forEach((id, needs) -> {
            missing.put(id, needs.size());
            needs.forEach(
                    need -> after.computeIfAbsent(need, n -> new ArrayList<>()).add(id));
        });
        PriorityQueue<Comparison.Fresh> ready = new PriorityQueue<>(BY_KIND_AND_PATH);
        byId.values().stream().filter(f -> missing.getOrDefault(f.id(), 0) == 0).forEach(ready::add);
        List<Comparison.Fresh> order = new ArrayList<>(byId.size());
        while (!ready.isEmpty()) {
            Comparison.Fresh next = ready.remove();
            order.add(next);
            for (String id : after.getOrDefault(next.id(), List.of())) {
                Comparison.Fresh freed = byId.get(id);
                if (missing.merge(id, -1, Integer::sum) == 0 && freed != null) {
                    ready.add(freed);
                }
            }
        }
        return order;
    }

    private static void refuseCircle(Map<String, Comparison.Fresh> byId, Map<String, Set<String>> before) {
        Set<String> cleared = new LinkedHashSet<>();
        for (String id : byId.keySet()) {
            List<String> circle = circle(id, before, new ArrayList<>(), cleared);
            if (!circle.isEmpty()) {
                throw SlipwayException.of(
                                ErrorCode.SCRIPT_REQUIRES_CIRCLE,
                                "Scripts require each other in a circle: " + String.join(" → ", circle) + ".",
                                "Take one of these 'requires' out.")
                        .at(Location.of(circle.get(0)));
            }
        }
    }

    private static List<String> circle(
            String id, Map<String, Set<String>> before, List<String> way, Set<String> cleared) {
        if (cleared.contains(id)) {
            return List.of();
        }
        int seen = way.indexOf(id);
        if (seen >= 0) {
            List<String> circle = new ArrayList<>(way.subList(seen, way.size()));
            circle.add(id);
            return circle;
        }
        way.add(id);
        for (String need : before.getOrDefault(id, Set.of())) {
            List<String> circle = circle(need, before, way, cleared);
            if (!circle.isEmpty()) {
                return circle;
            }
        }
        way.remove(way.size() - 1);
        cleared.add(id);
        return List.of();
    }

    /** A dependency read off the text is a hint; one that contradicts what is known already is left out. */
    private static void addUnlessCircle(Map<String, Set<String>> before, String id, Set<String> needs) {
        for (String need : needs) {
            if (!reaches(need, id, before, new LinkedHashSet<>())) {
                before.computeIfAbsent(id, i -> new LinkedHashSet<>()).add(need);
            }
        }
    }

    private static boolean reaches(String from, String to, Map<String, Set<String>> before, Set<String> seen) {
        if (from.equals(to)) {
            return true;
        }
        return seen.add(from)
                && before.getOrDefault(from, Set.of()).stream().anyMatch(next -> reaches(next, to, before, seen));
    }

    /** What a script may be required by, its id or the path it was packaged at → its id. */
    static Map<String, String> names(List<Change> earlier, List<Comparison.Fresh> fresh) {
        Map<String, String> names = new HashMap<>();
        earlier.forEach(change -> names.put(change.path(), change.id()));
        fresh.forEach(f -> names.put(f.script().path(), f.id()));
        earlier.forEach(change -> names.put(change.id(), change.id()));
        fresh.forEach(f -> names.put(f.id(), f.id()));
        return names;
    }
}
