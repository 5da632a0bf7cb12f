package io.slipway.release.artifact;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an artifact holds: all changes since the baseline, in the order in which they are applied.
 *
 * @param formatVersion {@link #FORMAT_VERSION}; a reader refuses a newer one
 * @param database the product, such as {@code postgresql}
 * @param parent digest of the artifact this one continues, absent for the first
 * @param firstNew index in {@code changes} of the first change that the parent does not have
 * @param commit Git commit the scripts were at, when there was one and nothing was uncommitted
 * @param renames identity → paths it was moved to, newest last, for scripts that were moved
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Manifest(
        int formatVersion,
        String project,
        String database,
        String pipeline,
        String version,
        Optional<String> parent,
        Optional<String> parentVersion,
        @JsonInclude(JsonInclude.Include.ALWAYS) int firstNew,
        Optional<String> commit,
        Map<String, List<String>> renames,
        @JsonInclude(JsonInclude.Include.ALWAYS) List<Change> changes) {

    public static final int FORMAT_VERSION = 1;

    public ArtifactHead head() {
        return new ArtifactHead(formatVersion, project, database, pipeline, version, parent, parentVersion, firstNew);
    }

    /** The changes that this artifact adds to its parent's. */
    public List<Change> newChanges() {
        return changes.subList(firstNew, changes.size());
    }

    /** The same with what is known of them before. */
    Addition addition() {
        Set<String> ids = new HashSet<>();
        newChanges().forEach(change -> {
            ids.add(change.id());
            ids.addAll(change.requires());
        });
        return new Addition(
                head(),
                newChanges(),
                changes.subList(0, firstNew).stream()
                        .filter(change -> ids.contains(change.id()))
                        .toList());
    }

    /** {@link Change#key} → change, in their order. */
    public Map<String, Change> byKey() {
        Map<String, Change> all = new LinkedHashMap<>(2 * changes.size());
        changes.forEach(change -> all.put(change.key(), change));
        return all;
    }

    /**
     * {@link Change#key} of each version that a rework replaced → the version that takes its place. A replaced version
     * is never run again; an earlier version of a rerunnable script is not one, since the next one runs on top of it.
     */
    public Map<String, Change> replaced() {
        Map<String, Change> replaced = new LinkedHashMap<>();
        Map<String, Change> latest = new HashMap<>();
        for (Change change : changes) {
            Change before = latest.put(change.id(), change);
            if (before != null && !before.rerunnable()) {
                replaced.put(before.key(), change);
            }
        }
        return replaced;
    }

    /** The changes that a database without any is to have, in order: all that no rework replaced. */
    public List<Change> standing() {
        Map<String, Change> replaced = replaced();
        return changes.stream()
                .filter(change -> !replaced.containsKey(change.key()))
                .toList();
    }
}
