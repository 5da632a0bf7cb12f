package io.slipway.server.cleanup;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.deploy.Targets;
import io.slipway.release.digest.Sha256;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryState;
import io.slipway.release.target.Target;
import io.slipway.rollout.cleanup.CleanupPlan;
import io.slipway.rollout.cleanup.SchemaPlan;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.golive.Production;
import io.slipway.server.golive.RehearsedObjects;
import io.slipway.server.golive.Traces;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.ServedRollout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the plan of a clean-up from what is tagged, and from each environment as it is at this moment. Touches nothing. */
public final class Planning {
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final DeploymentTable deployments;
    private final Traces traces;
    private final RehearsedObjects objects;
    private final Targets targets;

    public Planning(
            Projects projects,
            ArtifactShelf artifacts,
            DeploymentTable deployments,
            Traces traces,
            RehearsedObjects objects,
            Targets targets) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.deployments = deployments;
        this.traces = traces;
        this.objects = objects;
        this.targets = targets;
    }

    /** @param undone ids that the history calls the rehearsals' deployments by, and those of clean-ups before this */
    record Wanted(CleanupPlan plan, Map<String, Set<String>> undone, Map<String, Catalogue> expected) {}

    Wanted of(ServedRollout rollout) {
        ServedProject project = projects.named(rollout.project());
        List<Traces.Trace> tagged = traces.of(rollout);
        List<String> blockers = new ArrayList<>();
        List<CleanupPlan.Place> places = new ArrayList<>();
        Map<String, Set<String>> undone = new HashMap<>();
        Map<String, Catalogue> expected = new HashMap<>();
        if (!tagged.isEmpty()) {
            Set<String> production = production(project, rollout, blockers);
            Map<String, ServedDeployment> byId = deployments(project, tagged);
            Set<String> ids = new TreeSet<>(byId.keySet());
            tagged.stream()
                    .filter(trace -> trace.kind() == Traces.Kind.CLEANUP)
                    .forEach(trace -> ids.add(trace.name()));
            for (String name : Production.others(project, rollout)) {
                try {
                    place(project, rollout, name, tagged, byId, ids, production, blockers)
                            .ifPresent(found -> {
                                places.add(found.place());
                                undone.put(name, ids);
                                expected.put(name, found.expected());
                            });
                } catch (SlipwayException e) {
                    blockers.add("'" + name + "' cannot be looked at: " + e.getMessage());
                }
            }
            continued(project, tagged).ifPresent(blockers::add);
        }
        List<CleanupPlan.Item> items = tagged.stream()
                .filter(trace -> trace.environment().isEmpty() || trace.kind() == Traces.Kind.DEPLOYMENT)
                .map(trace -> new CleanupPlan.Item(trace.kind().text(), trace.name(), trace.provenance()))
                .toList();
        return new Wanted(new CleanupPlan(rollout.team(), items, places, blockers), undone, expected);
    }

    /** What production is, by the mark of its database: whatever name an environment has, that is never touched. */
    private Set<String> production(ServedProject project, ServedRollout rollout, List<String> blockers) {
        Set<String> identities = new HashSet<>();
        for (String name : Production.of(project, rollout)) {
            try (Target target =
                    targets.open(project.project(), project.project().environment(name))) {
                identities.add(target.identity());
            } catch (SlipwayException | UnsupportedOperationException e) {
                blockers.add(
                        "production, '" + name + "', cannot be looked at, so that nothing else can be told from it: "
                                + (e instanceof SlipwayException ? e.getMessage() : "a runner reaches it"));
            }
        }
        return identities;
    }

    private Map<String, ServedDeployment> deployments(ServedProject project, List<Traces.Trace> tagged) {
        Map<String, ServedDeployment> byId = new LinkedHashMap<>();
        tagged.stream()
                .filter(trace -> trace.kind() == Traces.Kind.DEPLOYMENT)
                .flatMap(trace ->
                        deployments
                                .byNumber(
                                        project.name(),
                                        Long.parseLong(trace.name().substring(1)))
                                .stream())
                .forEach(deployment -> byId.put(deployment.id(), deployment));
        return byId;
    }

    private record Found(CleanupPlan.Place place, Catalogue expected) {}

    private Optional<Found> place(
            ServedProject project,
            ServedRollout rollout,
            String name,
            List<Traces.Trace> tagged,
            Map<String, ServedDeployment> byId,
            Set<String> ids,
            Set<String> production,
            List<String> blockers) {
        long first = tagged.stream().mapToLong(Traces.Trace::rehearsal).min().orElse(0);
        long last = tagged.stream().mapToLong(Traces.Trace::rehearsal).max().orElse(0);
        Optional<Catalogue> before = traces.snapshot(rollout.team(), first, name, "before");
        if (before.isEmpty()) {
            // it came into the pipeline after the rehearsal: nothing rehearsed is there
            return Optional.empty();
        }
        try (Target target = targets.open(project.project(), project.project().environment(name))) {
            String identity = target.identity();
            if (production.contains(identity)) {
                blockers.add("'" + name + "' is production: its database bears the same mark");
                return Optional.empty();
            }
            List<HistoryEntry> entries = target.history().entries();
            HistoryState state = HistoryState.of(entries, target.history().journal());
            Map<String, HistoryEntry> going = new LinkedHashMap<>();
            state.applied().forEach((key, entry) -> {
                if (ids.contains(entry.deployment())) {
                    going.put(key, entry);
                }
            });
            Set<String> touched = new HashSet<>();
            going.values()
                    .forEach(entry -> touched.addAll(objects.touched(
                            java.util.Objects.requireNonNull(byId.get(entry.deployment()))
                                    .artifact(),
                            entry)));
            Catalogue now = target.catalogue();
            SchemaPlan schema =
                    SchemaPlan.of(before.get(), traces.snapshot(rollout.team(), last, name, "after"), now, touched);
            schema.blockers().forEach(blocker -> blockers.add("in '" + name + "', " + blocker));
            withoutRollback(going, byId)
                    .ifPresent(change -> blockers.add(
                            "in '" + name + "', the change " + change + " has no rollback that takes it back"));
            unreconciled(entries, state, ids, going.keySet())
                    .ifPresent(why -> blockers.add("in '" + name + "', " + why));
            List<String> keys = new ArrayList<>(going.keySet());
            Collections.reverse(keys);
            long lines = entries.stream()
                    .filter(entry -> ids.contains(entry.deployment()))
                    .count();
            return Optional.of(new Found(
                    new CleanupPlan.Place(
                            name,
                            Sha256.of(identity.getBytes(StandardCharsets.UTF_8)),
                            now.fingerprint(),
                            schema.expected().fingerprint(),
                            keys,
                            schema.going(),
                            schema.left(),
                            lines),
                    schema.expected()));
        } catch (UnsupportedOperationException e) {
            blockers.add("'" + name + "' is reached by a runner: the server takes nothing away there");
            return Optional.empty();
        }
    }

    private Optional<String> withoutRollback(Map<String, HistoryEntry> going, Map<String, ServedDeployment> byId) {
        for (Map.Entry<String, HistoryEntry> each : going.entrySet()) {
            String digest = java.util.Objects.requireNonNull(
                            byId.get(each.getValue().deployment()))
                    .artifact();
            try (Artifact artifact = artifacts.open(artifacts.byDigest(digest).orElseThrow())) {
                boolean without = artifact.manifest().changes().stream()
                        .filter(change -> change.key().equals(each.getKey()))
                        .map(Change::rollback)
                        .allMatch(Optional::isEmpty);
                if (without) {
                    return each.getValue().path();
                }
            }
        }
        return Optional.empty();
    }

    /** Whether what stays of the history adds up to what stays in the database. */
    private static Optional<String> unreconciled(
            List<HistoryEntry> entries, HistoryState state, Set<String> ids, Set<String> going) {
        if (!state.journal().isEmpty()) {
            return Optional.of("a change is unfinished, or its outcome in doubt");
        }
        Set<String> stays = new TreeSet<>(state.applied().keySet());
        stays.removeAll(going);
        Set<String> told = HistoryState.of(
                        entries.stream()
                                .filter(entry -> !ids.contains(entry.deployment()))
                                .toList(),
                        List.of())
                .applied()
                .keySet();
        return told.equals(stays)
                ? Optional.empty()
                : Optional.of(
                        "the history without the rehearsals' lines would not tell what is there: somebody took back"
                                + " a rehearsal's change from elsewhere");
    }

    /** An artifact that was handed in outside of any rehearsal and continues one that goes. */
    private Optional<String> continued(ServedProject project, List<Traces.Trace> tagged) {
        Set<String> versions = tagged.stream()
                .filter(trace -> trace.kind() == Traces.Kind.ARTIFACT)
                .map(Traces.Trace::name)
                .collect(Collectors.toSet());
        return artifacts.of(project.name(), Integer.MAX_VALUE).stream()
                .filter(each -> !versions.contains(each.version())
                        && each.parentVersion().filter(versions::contains).isPresent())
                .findFirst()
                .map(StoredArtifact::version)
                .map(version -> "the artifact " + version + ", which no rehearsal made, continues one that would go");
    }
}
