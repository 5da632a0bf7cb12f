package io.slipway.server.deployment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.forecast.Forecast;
import io.slipway.release.plan.Selection;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.ServedProject;
import java.time.Duration;
import java.util.Optional;

/** Forecasts of what is asked for, and the digests that approvals are bound to. */
public final class Forecasts {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final ArtifactShelf artifacts;
    private final Targets targets;

    public Forecasts(ArtifactShelf artifacts, Targets targets) {
        this.artifacts = artifacts;
        this.targets = targets;
    }

    /**
     * What was seen.
     *
     * @param json the forecast; the same text whenever the same would run
     * @param refusal why the engine would not run it as things are
     */
    public record Seen(Forecast.Result forecast, String json, Binding binding, Optional<SlipwayException> refusal) {}

    /** @throws SlipwayException the environment cannot be reached, or the artifact can never go there */
    public Seen look(ServedProject project, Environment environment, StoredArtifact stored, boolean skipGate) {
        try (Artifact artifact = artifacts.open(stored)) {
            DeployRequest request = new DeployRequest(
                    project.project(),
                    environment,
                    artifact,
                    Selection.of(Optional.empty(), environment.contexts()),
                    // whether people approve is the server's to decide, not the engine's
                    new Actor("slipway serve", Optional.of("to be decided"), Optional.of("forecast")),
                    skipGate,
                    Duration.ZERO);
            Forecast.Result result = new Forecast(targets).run(request);
            String json = json(result);
            return new Seen(
                    result,
                    json,
                    Binding.of(stored.digest(), json, fingerprint(project, environment)),
                    result.refusal());
        }
    }

    private String fingerprint(ServedProject project, Environment environment) {
        try (Target target = targets.open(project.project(), environment)) {
            return target.catalogue().fingerprint();
        }
    }

    private static String json(Forecast.Result result) {
        ObjectNode node = JSON.createObjectNode();
        node.put("environment", result.environment())
                .put("version", result.version())
                .put("server", result.server().toString())
                .put("current", result.current().map(entry -> entry.version()).orElse(""))
                .put("statements", result.statements());
        ArrayNode changes = node.putArray("pending");
        for (Forecast.Line line : result.pending()) {
            ObjectNode change = changes.addObject()
                    .put("id", line.change().id())
                    .put("path", line.change().path())
                    .put("kind", line.change().kind().folder())
                    .put("digest", line.change().digest())
                    .put("statements", line.proof().statements())
                    .put("rows", line.proof().rows())
                    .put("transactional", line.proof().transactional())
                    .put("destructive", line.destructive())
                    .put("rollback", line.proof().rollback().result().text());
            ArrayNode objects = change.putArray("objects");
            line.proof()
                    .objects()
                    .forEach(o -> objects.addObject()
                            .put("event", o.event())
                            .put("kind", o.kind())
                            .put("name", o.name()));
            ArrayNode locks = change.putArray("locks");
            line.proof()
                    .locks()
                    .forEach(l -> locks.addObject().put("mode", l.mode()).put("object", l.object()));
        }
        ArrayNode notChosen = node.putArray("notChosen");
        result.notChosen().forEach(change -> notChosen.add(change.path()));
        ArrayNode warnings = node.putArray("warnings");
        result.warnings().forEach(warnings::add);
        return node.toString();
    }
}
