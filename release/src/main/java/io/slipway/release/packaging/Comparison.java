package io.slipway.release.packaging;

import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Manifest;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.Script;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What is new in the scripts folder against the newest artifact: a comparison of digests.
 *
 * @param fresh scripts to package, with their identity and the version they take the place of
 * @param renames identity → the path it has now, for scripts that were moved
 * @param notices sentences about what was found and needs no packaging: moves, edited comments, removed rerunnables
 * @param told paths of scripts that notices are about
 */
record Comparison(List<Fresh> fresh, Map<String, String> renames, List<String> notices, Set<String> told) {

    /** @param before the version of the same identity that was packaged before */
    record Fresh(String id, Script script, Optional<Change> before) {}

    /** The versions that edited run-once scripts replace. */
    Rework rework() {
        Map<String, Change> replaced = new LinkedHashMap<>();
        for (Fresh f : fresh) {
            f.before().filter(old -> !old.rerunnable()).ifPresent(old -> replaced.put(old.id(), old));
        }
        return new Rework(replaced);
    }

    /**
     * @param unchanged paths of scripts that are known to be as the artifact has them
     * @param moves path now → path before, as Git sees it; asked for only when a script seems to be gone
     * @throws SlipwayException {@code script-edited}, {@code script-deleted}, {@code script-duplicate-id}
     */
    static Comparison of(
            Optional<Manifest> parent,
            List<Script> scripts,
            List<String> unchanged,
            Supplier<Map<String, String>> moves) {
        return new Work(parent, moves).compare(scripts, unchanged);
    }

    private static final class Work {
        /** The newest version of each identity. */
        private final Map<String, Change> packaged = new LinkedHashMap<>();

        private final Map<String, Change> packagedByPath = new HashMap<>();
        /** Those that a header gave; the others are the path at the first packaging. */
        private final Set<String> explicitIds = new HashSet<>();

        private final Supplier<Map<String, String>> moves;
        private final List<Fresh> fresh = new ArrayList<>();
        private final Map<String, String> renames = new LinkedHashMap<>();
        private final List<String> notices = new ArrayList<>();
        private final Set<String> told = new HashSet<>();
        /** Identity → path of its script now. */
        private final Map<String, String> seen = new LinkedHashMap<>();

        Work(Optional<Manifest> parent, Supplier<Map<String, String>> moves) {
            this.moves = moves;
            parent.ifPresent(manifest -> {
                for (Change change : manifest.changes()) {
                    if (packaged.put(change.id(), change) == null
                            && !change.id().equals(change.path())) {
                        explicitIds.add(change.id());
                    }
                }
                packaged.values().forEach(change -> packagedByPath.put(currentPath(manifest, change), change));
            });
        }

        /** Where the identity's script lay at the last packaging. */
        private static String currentPath(Manifest manifest, Change change) {
            List<String> paths = manifest.renames().getOrDefault(change.id(), List.of());
            return paths.isEmpty() ? change.path() : paths.get(paths.size() - 1);
        }

        Comparison compare(List<Script> scripts, List<String> unchanged) {
            for (String path : unchanged) {
                claim(Objects.requireNonNull(packagedByPath.get(path)).id(), path);
            }
            List<Script> unknown = new ArrayList<>();
            for (Script script : scripts) {
                Optional<Change> before = before(script);
                if (before.isPresent()) {
                    known(before.get(), script);
                } else {
                    unknown.add(script);
                }
            }
            Map<String, Change> gone = gone();
            Map<String, String> gitMoves = gone.isEmpty() || unknown.isEmpty() ? Map.of() : moves.get();
            for (Script script : unknown) {
                Optional<Change> moved = movedFrom(script, gone, gitMoves);
                if (moved.isPresent()) {
                    gone.remove(moved.get().id());
                    known(moved.get(), script);
                } else {
                    String id = script.header().id().orElse(script.path());
                    claim(id, script.path());
                    fresh.add(new Fresh(id, script, Optional.empty()));
                }
            }
            gone.values().forEach(this::deleted);
            return new Comparison(List.copyOf(fresh), renames, List.copyOf(notices), Set.copyOf(told));
        }

        /** The packaged change that a script is, by the id it names, else by its path. */
        private Optional<Change> before(Script script) {
            return script.header()
                    .id()
                    .map(id -> Optional.ofNullable(packaged.get(id)))
                    .filter(Optional::isPresent)
                    .orElseGet(() -> Optional.ofNullable(packagedByPath.get(script.path())));
        }

        private Map<String, Change> gone() {
            Map<String, Change> gone = new LinkedHashMap<>(packaged);
            seen.keySet().forEach(gone::remove);
            return gone;
        }

        /** A script under a new path is a moved one when Git says so, or when its text was only one's that is gone. */
        private Optional<Change> movedFrom(Script script, Map<String, Change> gone, Map<String, String> gitMoves) {
            if (script.header().id().isPresent()) {
                return Optional.empty();
            }
            Change byGit = packagedByPath.get(gitMoves.getOrDefault(script.path(), ""));
            if (byGit != null && gone.containsKey(byGit.id())) {
                return Optional.of(byGit);
            }
            return only(gone, change -> change.digest().equals(script.digest()))
                    .or(() -> only(
                            gone,
                            change -> change.kind() == script.kind()
                                    && change.tokenDigest().equals(script.tokenDigest())));
        }

        private static Optional<Change> only(Map<String, Change> gone, Predicate<Change> fits) {
            List<Change> fitting = gone.values().stream().filter(fits).toList();
            return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
        }

        /** The new script that one that is gone may have become: of its kind and with its name, or the only one. */
        private Optional<Script> likelyMoved(Change gone) {
            List<Script> sameKind = fresh.stream()
                    .filter(f -> f.before().isEmpty())
                    .map(Fresh::script)
                    .filter(script ->
                            script.kind() == gone.kind() && script.header().id().isEmpty())
                    .toList();
            List<Script> sameName = sameKind.stream()
                    .filter(script -> fileName(script.path()).equals(fileName(gone.path())))
                    .toList();
            List<Script> likely = sameName.isEmpty() ? sameKind : sameName;
            return likely.size() == 1 ? Optional.of(likely.get(0)) : Optional.empty();
        }

        private static String fileName(String path) {
            return path.substring(path.lastIndexOf('/') + 1);
        }

        private void tell(Script script, String words) {
            told.add(script.path());
            notices.add(script.path() + words);
        }

        private void known(Change before, Script script) {
            claim(before.id(), script.path());
            if (!before.equals(packagedByPath.get(script.path()))) {
                renames.put(before.id(), script.path());
                tell(script, " was moved; it stays the change '" + before.id() + "'.");
            }
            if (before.tokenDigest().equals(script.tokenDigest())) {
                rollback(before, script);
                List<String> facts = editedFacts(before, script);
                if (!facts.isEmpty()) {
                    tell(
                            script,
                            ": " + String.join(", ", facts)
                                    + (facts.size() == 1 ? " was" : " were")
                                    + " edited since it was packaged; artifacts keep what was packaged.");
                } else if (!before.digest().equals(script.digest())) {
                    tell(script, ": only comments or white space were edited; nothing to deploy.");
                }
                return;
            }
            if (!before.rerunnable() && !script.header().rework()) {
                throw edited(before, script);
            }
            fresh.add(new Fresh(before.id(), script, Optional.of(before)));
        }

        /** What is said about a script, in headers or in metadata of folders, and is recorded when it is packaged. */
        private List<String> editedFacts(Change before, Script script) {
            List<String> requires = script.header().requires().stream()
                    .map(name -> Optional.ofNullable(packagedByPath.get(name))
                            .map(Change::id)
                            .orElse(name))
                    .distinct()
                    .toList();
            String id = script.header().id().orElse(explicitIds.contains(before.id()) ? "" : before.id());
            Map<String, Boolean> same = new LinkedHashMap<>();
            same.put("id", id.equals(before.id()));
            same.put("labels", script.labels().equals(before.labels()));
            same.put("contexts", script.contexts().equals(before.contexts()));
            same.put("requires", requires.equals(before.requires()));
            same.put("adopted", script.header().adopted().equals(before.adopted()));
            same.put("transaction", script.header().transaction() == before.transaction());
            same.put("timeout", script.header().timeout().equals(before.timeout()));
            same.put("parameters", script.header().parameters().equals(before.parameters()));
            same.put("schemaName", script.schema().equals(before.schema()));
            same.put("rerunnable", script.rerunnable() == before.rerunnable());
            same.values().removeIf(unchanged -> unchanged);
            return List.copyOf(same.keySet());
        }

        /** A rollback is proved together with its script, so one that comes later or was edited is told, not taken. */
        private void rollback(Change before, Script script) {
            if (!before.rollback().equals(script.rollback().map(Script.Rollback::digest))) {
                tell(
                        script,
                        ": its rollback is not the packaged one; artifacts keep "
                                + (before.rollback().isPresent()
                                        ? "the rollback that was packaged."
                                        : "it without a rollback."));
            }
        }

        private void claim(String id, String path) {
            String other = seen.put(id, path);
            if (other != null) {
                throw SlipwayException.of(
                                ErrorCode.SCRIPT_DUPLICATE_ID,
                                "The id '" + id + "' is also that of " + other + ".",
                                "Give one of them another id.")
                        .at(Location.of(path));
            }
        }

        private static SlipwayException edited(Change before, Script script) {
            return SlipwayException.of(
                            ErrorCode.SCRIPT_EDITED,
                            "The script was packaged before and has been edited since (packaged "
                                    + before.digest().substring(0, 12) + ", now "
                                    + script.digest().substring(0, 12) + "). A "
                                    + before.kind().folder()
                                    + " script runs once, so the edit would reach no database that has it.",
                            "Restore the packaged text and write a new script for what you want to change. If it must not"
                                    + " go down the pipeline as it is, put '-- slipway rework: yes' at its top: where"
                                    + " the packaged version ran, its proved rollback runs first.")
                    .at(Location.of(script.path()));
        }

        private void deleted(Change change) {
            Optional<String> moved = likelyMoved(change)
                    .map(script -> "If " + script.path() + " is this script, moved and edited, put '-- slipway id: "
                            + change.id() + "' at its top. ");
            if (change.rerunnable()) {
                notices.add(change.path() + " is gone; what it made stays in the databases until a script drops it."
                        + moved.map(sentence -> " " + sentence.strip()).orElse(""));
                return;
            }
            throw SlipwayException.of(
                            ErrorCode.SCRIPT_DELETED,
                            "The script was packaged before and is gone; every later artifact still holds it.",
                            moved.orElse("")
                                    + "Restore it"
                                    + change.origin()
                                            .map(o -> " (git checkout "
                                                    + o.commit().substring(0, 12) + " -- …)")
                                            .orElse("")
                                    + ". To take back what it did, write a new script.")
                    .at(Location.of(change.path()));
        }
    }
}
