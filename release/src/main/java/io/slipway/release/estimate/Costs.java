package io.slipway.release.estimate;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What the work of a change takes, by kind and in nanoseconds: by the standard, or as it was tried on the target. */
final class Costs {
    private final Map<String, Double> untried = new HashMap<>();
    private final Map<String, Double> tried = new HashMap<>();

    /** By the standard. */
    void add(String kind, double nanos) {
        untried.merge(kind, nanos, Double::sum);
    }

    /** As told from a part of the target's table. */
    void tried(String kind, double nanos) {
        tried.merge(kind, nanos, Double::sum);
    }

    Set<String> kinds() {
        Set<String> kinds = new TreeSet<>(untried.keySet());
        kinds.addAll(tried.keySet());
        return kinds;
    }

    /** Of what was not tried. */
    double untried(String kind) {
        return untried.getOrDefault(kind, 0.0);
    }

    double tried(String kind) {
        return tried.getOrDefault(kind, 0.0);
    }

    /**
     * All of it on the machine of the standard: a history that compares with that learns what the machine does, and not
     * what one condition or column does.
     *
     * @param machine how many times as long this one takes
     */
    double standard(String kind, double machine) {
        return untried(kind) + tried(kind) / machine;
    }
}
