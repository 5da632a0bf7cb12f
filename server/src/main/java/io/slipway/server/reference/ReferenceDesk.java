package io.slipway.server.reference;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Schema;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryState;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import io.slipway.rollout.provision.DatabaseSteps;
import io.slipway.rollout.reference.ReferenceComparison;
import io.slipway.server.access.Caller;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.golive.Production;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.readiness.GateBook;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import io.slipway.store.Store;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Holds what packaging proves on against production, as it is at this moment. Writes to no database. */
public final class ReferenceDesk {
    private static final int KEPT = 50;
    private static final String COMPARED = "reference-compared";
    private static final String DIFFERENCE = "difference ";
    private final Store store;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final DeploymentLists deployments;
    private final RolloutLedger ledger;
    private final Targets targets;
    private final List<DatabaseSteps> provisioned;

    /** @param provisioned how each product's databases are made for teams */
    public ReferenceDesk(
            Store store,
            Projects projects,
            ArtifactShelf artifacts,
            DeploymentLists deployments,
            RolloutLedger ledger,
            Targets targets,
            List<DatabaseSteps> provisioned) {
        this.store = store;
        this.projects = projects;
        this.artifacts = artifacts;
        this.deployments = deployments;
        this.ledger = ledger;
        this.targets = targets;
        this.provisioned = List.copyOf(provisioned);
    }

    /** The environment that reference databases must follow: what the file names, else the first of production. */
    public Optional<String> source(ServedRollout rollout) {
        return rollout.rollout()
                .cleanup()
                .reference()
                .or(() -> Production.of(projects.named(rollout.project()), rollout).stream()
                        .findFirst());
    }

    /**
     * Compares now.
     *
     * @throws SlipwayException the database cannot be reached, or the server does not have the artifact that it is at
     */
    public ReferenceComparison compare(ServedRollout rollout) {
        ServedProject project = projects.named(rollout.project());
        Environment source = project.project()
                .environment(source(rollout)
                        .orElseThrow(() -> SlipwayException.of(
                                ErrorCode.NOT_FOUND,
                                "The project '" + rollout.project() + "' has no environment that could be production.",
                                "Name one in the rollout file: 'reference: { from: prod }'.")));
        HistoryState state;
        Catalogue now;
        Catalogue fresh;
        try (Target target = targets.open(project.project(), source)) {
            state = HistoryState.of(target.history());
            now = target.catalogue();
            fresh = target.fresh();
        } catch (UnsupportedOperationException e) {
            throw SlipwayException.of(
                            ErrorCode.DATABASE_UNREACHABLE,
                            "A runner reaches '" + source.name() + "', and the server reads no schema there.",
                            "Name an environment that the server reaches: 'reference: { from: … }'.")
                    .causedBy(e);
        }
        Predicate<CatalogueObject> made = provisioned(rollout, source);
        int ahead = ahead(project, source, state.applied().keySet());
        Optional<HistoryEntry> current = state.current();
        if (current.isEmpty()) {
            return comparison(
                    source, Optional.empty(), Schema.of(fresh), without(made, Schema.of(fresh), now), List.of(), ahead);
        }
        try (Artifact artifact = artifacts.open(artifacts
                .byDigest(current.get().artifact())
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND,
                        "'" + source.name() + "' is at " + current.get().version()
                                + ", and this server does not have that artifact.",
                        "Hand it in.")))) {
            List<String> leftOut = artifact.manifest().standing().stream()
                    .filter(change -> !state.applied().containsKey(change.key()))
                    .map(Change::path)
                    .toList();
            return comparison(
                    source,
                    Optional.of(current.get().version()),
                    artifact.schema(),
                    without(made, artifact.schema(), now),
                    leftOut,
                    ahead);
        }
    }

    /** Rights that provisioning gives differ from environment to environment, and come of no script. */
    private Predicate<CatalogueObject> provisioned(ServedRollout rollout, Environment source) {
        return rollout.rollout()
                .provision()
                .flatMap(section -> section.environments().stream()
                        .filter(wish -> wish.environment().equals(source.name()))
                        .findFirst()
                        .flatMap(wish -> provisioned.stream()
                                .filter(steps -> steps.product().equals(section.database()))
                                .findFirst()
                                .<Predicate<CatalogueObject>>map(
                                        steps -> object -> steps.made(rollout.team(), wish, object))))
                .orElse(object -> false);
    }

    /** What packaging saw as well, such as the schema itself, is compared in any case. */
    private static Catalogue without(Predicate<CatalogueObject> made, Schema reference, Catalogue now) {
        Set<String> seen = reference.objects().stream()
                .map(object -> object.kind() + " " + object.name())
                .collect(Collectors.toSet());
        return Catalogue.of(now.objects().values().stream()
                .filter(object -> seen.contains(object.key()) || !made.test(object))
                .toList());
    }

    private static ReferenceComparison comparison(
            Environment source,
            Optional<String> version,
            Schema reference,
            Catalogue now,
            List<String> leftOut,
            int ahead) {
        return new ReferenceComparison(
                source.name(),
                version,
                reference.fingerprint(),
                now.fingerprint(),
                reference.differences(now),
                leftOut,
                ahead);
    }

    private int ahead(ServedProject project, Environment source, Set<String> applied) {
        return project.project().pipelines().entrySet().stream()
                .filter(pipeline -> pipeline.getValue().contains(source.name()))
                .flatMap(pipeline -> artifacts.newest(project.name(), pipeline.getKey()).stream())
                .findFirst()
                .map(newest -> {
                    try (Artifact artifact = artifacts.open(newest)) {
                        return (int) artifact.manifest().standing().stream()
                                .filter(change -> !applied.contains(change.key()))
                                .count();
                    }
                })
                .orElse(0);
    }

    /** Compares now, and writes down what was seen. */
    public ReferenceComparison record(Caller caller, ServedRollout rollout) {
        ReferenceComparison seen = compare(rollout);
        Map<String, String> detail = new TreeMap<>(Map.of(
                "version", seen.version().orElse(""),
                "equal", Boolean.toString(seen.equal()),
                "reference", seen.reference(),
                "source", seen.source(),
                "result", seen.result()));
        for (int i = 0; i < Math.min(KEPT, seen.differences().size()); i++) {
            detail.put(DIFFERENCE + (100 + i), seen.differences().get(i));
        }
        store.run(handle ->
                ledger.append(handle, rollout, Topic.REFERENCE, caller.name(), COMPARED, seen.environment(), detail));
        return seen;
    }

    /**
     * What was seen when somebody compared last.
     *
     * @param differences the first fifty
     * @param outdated something was deployed there since
     */
    public record Seen(
            String by,
            Instant at,
            String environment,
            boolean equal,
            String result,
            List<String> differences,
            boolean outdated) {}

    public Optional<Seen> last(ServedRollout rollout) {
        return ledger.events(rollout.team(), Topic.REFERENCE).stream()
                .reduce((earlier, later) -> later)
                .map(event -> seen(rollout, event));
    }

    private Seen seen(ServedRollout rollout, AuditEvent event) {
        Map<String, String> detail = new TreeMap<>(GateBook.detail(event));
        return new Seen(
                event.actor(),
                event.at(),
                event.subject(),
                Boolean.parseBoolean(detail.get("equal")),
                detail.getOrDefault("result", ""),
                detail.entrySet().stream()
                        .filter(each -> each.getKey().startsWith(DIFFERENCE))
                        .map(Map.Entry::getValue)
                        .toList(),
                deployments.anyCompletedIn(rollout.project(), event.subject(), event.at()));
    }
}
