package io.slipway.rollout.cleanup;

import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that a clean-up would take away, and everything that it leaves alone.
 *
 * @param traces of the server itself: artifacts, deployments, accounts, tokens, branches
 * @param blockers why nothing may be touched; empty when it may
 */
public record CleanupPlan(String team, List<Item> traces, List<Place> places, List<String> blockers) {
    public CleanupPlan {
        traces = List.copyOf(traces);
        places = List.copyOf(places);
        blockers = List.copyOf(blockers);
    }

    /** @param provenance how it is known that a rehearsal made it */
    public record Item(String kind, String name, String provenance) {}

    /**
     * One environment.
     *
     * @param now fingerprint of its schema as it is
     * @param expected fingerprint of its schema as it must be afterwards: the baseline that is approved
     * @param changes keys of the changes that are taken back by their rollbacks, the last applied first
     * @param going objects that go, or go back to what they were
     * @param rows table that goes → how many rows go with it, whoever put them there
     * @param contents digest of those rows
     * @param left objects that no rehearsal made: they stay
     * @param lines how many lines of its history go
     * @param provenance change or object → the deployment that made it, such as {@code #7}
     */
    public record Place(
            String environment,
            String identity,
            String now,
            String expected,
            List<String> changes,
            List<String> going,
            Map<String, Long> rows,
            String contents,
            List<String> left,
            long lines,
            Map<String, String> provenance) {
        public Place {
            changes = List.copyOf(changes);
            going = List.copyOf(going);
            rows = Map.copyOf(rows);
            left = List.copyOf(left);
            provenance = Map.copyOf(provenance);
        }

        /** An object that goes, with what goes with it. */
        public String shown(String key) {
            Long count = rows.get(key);
            return count == null ? key : key + ", with " + count + (count == 1 ? " row" : " rows");
        }

        /** Whether nothing is to be done there. */
        public boolean clean() {
            return changes.isEmpty() && going.isEmpty() && lines == 0;
        }
    }

    /** Whether there is nothing to take away. */
    public boolean clean() {
        return traces.isEmpty() && places.stream().allMatch(Place::clean);
    }

    /** What an approval is bound to: another plan, or another world, has another. */
    public String digest() {
        List<String> text = new ArrayList<>(List.of("slipway-cleanup-2", team));
        traces.forEach(item -> text.addAll(List.of("trace", item.kind(), item.name())));
        for (Place place : places) {
            text.addAll(List.of("place", place.environment(), place.identity(), place.now(), place.expected()));
            text.add(Long.toString(place.lines()));
            text.add(place.contents());
            place.changes().forEach(change -> text.addAll(List.of("change", change)));
            place.going().forEach(key -> text.addAll(List.of("going", place.shown(key))));
            place.left().forEach(key -> text.addAll(List.of("left", key)));
        }
        blockers.forEach(blocker -> text.addAll(List.of("blocker", blocker)));
        StringBuilder all = new StringBuilder();
        text.forEach(line -> all.append(line.length()).append(':').append(line).append('\n'));
        return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
    }
}
