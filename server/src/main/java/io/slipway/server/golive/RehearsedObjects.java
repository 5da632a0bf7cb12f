package io.slipway.server.golive;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof;
import io.slipway.release.deploy.Targets;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.target.Target;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.project.ServedProject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What deployments left in their targets: their own lines of the history, and the objects that the changes in those
 * lines touch, as the artifact's proof saw it. What else is there nobody can lay at a deployment's door.
 */
public final class RehearsedObjects {
    private final DeploymentTable deployments;
    private final ArtifactShelf artifacts;
    private final Targets targets;

    public RehearsedObjects(DeploymentTable deployments, ArtifactShelf artifacts, Targets targets) {
        this.deployments = deployments;
        this.artifacts = artifacts;
        this.targets = targets;
    }

    /** @param deployment that made it, such as {@code #7} */
    record Made(Traces.Kind kind, String environment, String name, String deployment) {}

    List<Made> of(ServedProject project, Collection<Traces.Trace> traces) {
        Map<String, List<ServedDeployment>> byEnvironment = traces.stream()
                .flatMap(trace ->
                        deployments
                                .byNumber(
                                        project.name(),
                                        Long.parseLong(trace.name().substring(1)))
                                .stream())
                .collect(Collectors.groupingBy(ServedDeployment::environment, TreeMap::new, Collectors.toList()));
        List<Made> made = new ArrayList<>();
        byEnvironment.forEach((environment, there) -> made.addAll(of(project, environment, there)));
        return made;
    }

    private List<Made> of(ServedProject project, String environment, List<ServedDeployment> there) {
        Map<String, ServedDeployment> byId = new LinkedHashMap<>();
        there.forEach(each -> byId.put(each.id(), each));
        List<HistoryEntry> entries;
        try (Target target = targets.open(project.project(), project.project().environment(environment))) {
            entries = target.history().entries();
        }
        Map<String, Made> made = new LinkedHashMap<>();
        for (HistoryEntry entry : entries) {
            ServedDeployment by = byId.get(entry.deployment());
            if (by == null) {
                continue;
            }
            String number = "#" + by.number();
            made.putIfAbsent(
                    "history " + number, new Made(Traces.Kind.HISTORY, environment, "lines of " + number, number));
            if (entry.event() == HistoryEvent.APPLIED) {
                touched(by.artifact(), entry)
                        .forEach(object ->
                                made.putIfAbsent(object, new Made(Traces.Kind.OBJECT, environment, object, number)));
            }
        }
        return List.copyOf(made.values());
    }

    /** Keys of the objects that a change touched when it was proved. */
    public List<String> touched(String artifactDigest, HistoryEntry entry) {
        try (Artifact artifact =
                artifacts.open(artifacts.byDigest(artifactDigest).orElseThrow())) {
            Optional<Change> change = artifact.manifest().changes().stream()
                    .filter(each -> entry.changeId().equals(Optional.of(each.id()))
                            && entry.digest().equals(Optional.of(each.digest())))
                    .findFirst();
            return change.map(each -> artifact.proof().of(each).objects()).orElse(List.<Proof.ObjectSeen>of()).stream()
                    .map(seen -> seen.kind() + " " + seen.name())
                    .toList();
        }
    }
}
