package io.slipway.server.deployment;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.ServedProject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Approvals were given for one artifact, one forecast and one schema: anything else they don't cover. Once a part is
 * done, what is left must be the rest of it.
 */
final class BindingCheck {
    private final StorePatience store;
    private final Forecasts forecasts;
    private final Targets targets;
    private final ServedDeployment deployment;
    private final ServedProject project;
    private final Environment environment;
    private final StoredArtifact stored;
    private final Choice choice;

    BindingCheck(
            StorePatience store,
            Forecasts forecasts,
            Targets targets,
            ServedDeployment deployment,
            ServedProject project,
            Environment environment,
            StoredArtifact stored,
            Choice choice) {
        this.store = store;
        this.forecasts = forecasts;
        this.targets = targets;
        this.deployment = deployment;
        this.project = project;
        this.environment = environment;
        this.stored = stored;
        this.choice = choice;
    }

    /**
     * Before the engine looks at anything, so that it is this reason which is told.
     *
     * @throws SlipwayException {@code approval-void}
     */
    void look() {
        if (deployment.binding().isEmpty()) {
            return;
        }
        try (Target target = targets.open(project.project(), environment)) {
            require(target, false);
        }
    }

    /** The same with the target's lock held, when nobody can come in between; keeps the schema that is touched next. */
    void allow(Target target) {
        if (!deployment.binding().isEmpty()) {
            require(target, true);
        }
    }

    private void require(Target target, boolean last) {
        Trace trace = Trace.of(target, deployment);
        List<String> differences;
        if (trace.reached()) {
            differences = sinceThen(target, trace);
        } else {
            Binding now = forecasts
                    .weigh(project, environment, stored, deployment.skipGate(), choice)
                    .binding();
            differences = Binding.parse(deployment.binding()).differences(now);
            if (differences.isEmpty() && last) {
                keep(target.catalogue());
            }
        }
        if (!differences.isEmpty()) {
            String why = String.join("; ", differences);
            store.write(handle -> {
                ApprovalTable.avoid(handle, deployment.id(), why);
                return true;
            });
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_VOID,
                    "It was approved for something else: " + why + ".",
                    "Look at the new forecast and ask for the deployment again.");
        }
    }

    private List<String> sinceThen(Target target, Trace trace) {
        Forecasts.Weighed left = forecasts.weigh(project, environment, stored, deployment.skipGate(), choice);
        Optional<String> before = store.write(handle -> OriginTable.of(handle, deployment.id()));
        if (before.isEmpty()) {
            return List.of("a part is done, and what the schema was before is not known");
        }
        Map<String, String> objects = ApprovedScope.parse(before.get());
        try (Artifact artifact = forecasts.open(stored)) {
            return new ApprovedScope(deployment, trace)
                    .differences(left.json(), objects, target.catalogue(), artifact.manifest(), artifact.proof());
        }
    }

    private void keep(Catalogue catalogue) {
        String objects = ApprovedScope.text(catalogue);
        store.write(handle -> {
            OriginTable.write(handle, deployment.id(), objects);
            return true;
        });
    }
}
