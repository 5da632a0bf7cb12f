package io.slipway.server.cleanup;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.deploy.Targets;
import io.slipway.release.digest.Sha256;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import io.slipway.release.target.Target.Contents;
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
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes the plan of a clean-up from what is tagged, and from each environment as it is at this moment. Touches nothing. */
public final class Planning {
    private static final int MOST_UNREADABLE = 10;
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
            Made made = made(project, tagged);
            for (String name : Production.others(project, rollout)) {
                try {
                    place(project, rollout, name, tagged, made, production, blockers)
                            .ifPresent(found -> {
                                places.add(found.place());
                                undone.put(name, made.ids());
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
                .map(Planning::item)
                .toList();
        return new Wanted(new CleanupPlan(rollout.team(), items, places, blockers), undone, expected);
    }

    private static CleanupPlan.Item item(Traces.Trace trace) {
        String known = trace.provenance()
                + (trace.kind() == Traces.Kind.BRANCH
                        ? "; out of this server's reach: a person removes it in the repository"
                        : "");
        return new CleanupPlan.Item(trace.kind().text(), trace.name(), known);
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

    /**
     * Who wrote what goes out of the histories.
     *
     * @param byId the rehearsals' deployments
     * @param cleanups clean-ups that were begun and did not end
     */
    private record Made(Map<String, ServedDeployment> byId, Set<String> cleanups) {
        Set<String> ids() {
            Set<String> ids = new TreeSet<>(byId.keySet());
            ids.addAll(cleanups);
            return ids;
        }

        ServedDeployment of(HistoryEntry entry) {
            return Objects.requireNonNull(byId.get(entry.deployment()));
        }
    }

    private Made made(ServedProject project, List<Traces.Trace> tagged) {
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
        Set<String> cleanups = tagged.stream()
                .filter(trace -> trace.kind() == Traces.Kind.CLEANUP)
                .map(Traces.Trace::name)
                .collect(Collectors.toSet());
        return new Made(byId, cleanups);
    }

    private record Found(CleanupPlan.Place place, Catalogue expected) {}

    private Optional<Found> place(
            ServedProject project,
            ServedRollout rollout,
            String name,
            List<Traces.Trace> tagged,
            Made made,
            Set<String> production,
            List<String> blockers) {
        Set<String> ids = made.ids();
        // a seat's databases are its own: nothing of it lies in an environment
        LongSummaryStatistics rehearsals = tagged.stream()
                .filter(trace -> trace.kind() != Traces.Kind.SEAT)
                .mapToLong(Traces.Trace::rehearsal)
                .summaryStatistics();
        long first = rehearsals.getMin();
        long last = rehearsals.getMax();
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
            Map<String, String> provenance = new LinkedHashMap<>();
            going.forEach((key, entry) -> {
                String number = "#" + made.of(entry).number();
                provenance.put(key, number);
                objects.touched(made.of(entry).artifact(), entry).forEach(object -> provenance.put(object, number));
            });
            Catalogue now = target.catalogue();
            SchemaPlan schema = SchemaPlan.of(
                    before.get(),
                    traces.snapshot(rollout.team(), last, name, "after"),
                    now,
                    provenance.keySet(),
                    halfWay(made, entries, state));
            schema.blockers().forEach(blocker -> blockers.add("in '" + name + "', " + blocker));
            withoutRollback(going, made)
                    .ifPresent(change -> blockers.add(
                            "in '" + name + "', the change " + change + " has no rollback that takes it back"));
            unreconciled(entries, state, made, going.keySet())
                    .ifPresent(why -> blockers.add("in '" + name + "', " + why));
            if (!going.isEmpty() || !schema.going().isEmpty()) {
                unreadable(target).ifPresent(what -> blockers.add("the back-up of '" + name + "' cannot read " + what));
            }
            List<String> keys = new ArrayList<>(going.keySet());
            Collections.reverse(keys);
            SortedMap<String, Contents> contents = contents(target, before.get(), now, schema.going());
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
                            counts(contents),
                            Sha256.of(contents.toString().getBytes(StandardCharsets.UTF_8)),
                            schema.left(),
                            lines,
                            provenance),
                    schema.expected()));
        } catch (UnsupportedOperationException e) {
            blockers.add("'" + name + "' is reached by a runner: the server takes nothing away there");
            return Optional.empty();
        }
    }

    /** Better told before two people approve than when the back-up fails afterwards. */
    private static Optional<String> unreadable(Target target) {
        List<Target.Unreadable> all = target.unreadable();
        String named = all.stream()
                .limit(MOST_UNREADABLE)
                .map(each -> each.what() + " (what helps: " + each.help() + ")")
                .collect(Collectors.joining(", "));
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        all.size() > MOST_UNREADABLE
                                ? named + " and " + (all.size() - MOST_UNREADABLE) + " more"
                                : named);
    }

    /** What stands in the tables that go: it goes too, whoever put it there, so that those who approve know. */
    private static SortedMap<String, Contents> contents(
            Target target, Catalogue before, Catalogue now, List<String> going) {
        SortedMap<String, Contents> rows = new TreeMap<>();
        for (String key : going) {
            CatalogueObject table = now.objects().get(key);
            if (table == null
                    || !table.kind().equals("table")
                    || before.objects().containsKey(key)) {
                continue;
            }
            try {
                rows.put(key, target.contents(table));
            } catch (SqlFailure e) {
                throw SlipwayException.of(
                                ErrorCode.CLEANUP_REFUSED,
                                "the rows of " + key + " cannot be read: " + e.getMessage(),
                                "")
                        .causedBy(e);
            }
        }
        return rows;
    }

    private static Map<String, Long> counts(Map<String, Contents> contents) {
        Map<String, Long> counts = new LinkedHashMap<>();
        contents.forEach((key, all) -> counts.put(key, all.rows()));
        return counts;
    }

    /** What a clean-up that did not end took back already, or was about to. */
    private Set<String> halfWay(Made made, List<HistoryEntry> entries, HistoryState state) {
        Set<String> objects = new HashSet<>();
        entries.stream()
                .filter(entry -> entry.event() == HistoryEvent.ROLLED_BACK
                        && made.cleanups().contains(entry.deployment()))
                .forEach(entry -> objects.addAll(this.objects.touched(entry.artifact(), entry)));
        state.journal().stream()
                .map(JournalEntry::changeKey)
                .distinct()
                .flatMap(key -> Optional.ofNullable(state.applied().get(key)).stream())
                .forEach(entry -> objects.addAll(this.objects.touched(entry.artifact(), entry)));
        return objects;
    }

    private Optional<String> withoutRollback(Map<String, HistoryEntry> going, Made made) {
        for (Map.Entry<String, HistoryEntry> each : going.entrySet()) {
            String digest = made.of(each.getValue()).artifact();
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
            List<HistoryEntry> entries, HistoryState state, Made made, Set<String> going) {
        Optional<JournalEntry> doubt = state.inDoubt();
        if (doubt.isPresent()) {
            return Optional.of(doubt.get().shown() + " was sent and its outcome is in doubt: look, and say what became"
                    + " of it ('slipway resolve')");
        }
        // what a clean-up before this one began to take back goes on where it stopped
        if (state.journal().stream().anyMatch(entry -> !made.cleanups().contains(entry.deployment()))) {
            return Optional.of("a change is unfinished: finish it, or take it back");
        }
        Set<String> ids = made.ids();
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
