package io.slipway.server.deployment;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.forecast.Forecast;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.rollback.Rollback;
import io.slipway.release.rollback.RollbackPlan;
import io.slipway.release.rollback.RollbackRequest;
import io.slipway.release.rollback.RollbackScope;
import io.slipway.release.target.Target;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.project.ServedProject;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Forecasts of what is asked for, and the digests that approvals are bound to. */
public final class Forecasts {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Whether people approve is the server's to decide, not the engine's. */
    private static final Actor LOOKING =
            new Actor("slipway serve", Optional.of("to be decided"), Optional.of("forecast"));

    private final ArtifactShelf artifacts;
    private final Targets targets;
    private final Clock clock;

    public Forecasts(ArtifactShelf artifacts, Targets targets, Clock clock) {
        this.artifacts = artifacts;
        this.targets = targets;
        this.clock = clock;
    }

    /**
     * What was seen.
     *
     * @param json the forecast; the same text whenever the same would run
     * @param refusal why the engine would not run it as things are
     */
    public record Seen(Forecast.Result forecast, String json, Binding binding, Optional<SlipwayException> refusal) {}

    /**
     * What a request to deploy or to roll back comes to.
     *
     * @param json what would run
     * @param choice the one to keep: a rollback's names the very changes
     */
    record Weighed(String json, Binding binding, Optional<SlipwayException> refusal, Choice choice) {}

    Weighed weigh(
            ServedProject project, Environment environment, StoredArtifact stored, boolean skipGate, Choice choice) {
        if (choice.rollback().isEmpty()) {
            Seen seen = look(project, environment, stored, skipGate, choice);
            return new Weighed(seen.json(), seen.binding(), seen.refusal(), choice);
        }
        RollbackPlan plan = plan(project, environment, stored, choice);
        Set<String> keys = plan.changes().stream().map(Change::key).collect(Collectors.toSet());
        RollbackScope scope = choice.rollback().get();
        String json = json(environment, plan);
        return new Weighed(
                json,
                Binding.of(stored.digest(), json, fingerprint(project, environment)),
                Optional.empty(),
                Choice.rollBack(
                        scope instanceof RollbackScope.These ? scope : new RollbackScope.These(keys, scope.single()),
                        choice.unproved()));
    }

    /** What a rollback would run. */
    public RollbackPlan plan(ServedProject project, Environment environment, StoredArtifact stored, Choice choice) {
        try (Artifact artifact = artifacts.open(stored)) {
            RollbackPlan plan = rollback()
                    .plan(new RollbackRequest(
                            project.project(),
                            environment,
                            artifact,
                            choice.rollback().orElseThrow(),
                            choice.unproved(),
                            LOOKING,
                            Duration.ZERO));
            artifact.checkRollbacks(plan.changes());
            return plan;
        }
    }

    /** The artifact that an environment is at: its rollbacks are the ones that were proved. */
    public StoredArtifact deployed(ServedProject project, Environment environment) {
        HistoryEntry last = rollback().lastApplied(project.project(), environment);
        return artifacts
                .byDigest(last.artifact())
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.ARTIFACT_MISSING,
                        "The artifact " + last.version() + " ("
                                + last.artifact().substring(0, 12) + "), which '" + environment.name()
                                + "' has, is not here.",
                        "Hand it in, or name another."));
    }

    private Rollback rollback() {
        return new Rollback(targets, clock, Progress.NONE, new Cancellation());
    }

    /** @throws SlipwayException the environment cannot be reached, or the artifact can never go there */
    public Seen look(ServedProject project, Environment environment, StoredArtifact stored, boolean skipGate) {
        return look(project, environment, stored, skipGate, Choice.ALL);
    }

    public Seen look(
            ServedProject project, Environment environment, StoredArtifact stored, boolean skipGate, Choice choice) {
        try (Artifact artifact = artifacts.open(stored)) {
            DeployRequest request = new DeployRequest(
                    project.project(),
                    environment,
                    artifact,
                    choice.selection(environment),
                    LOOKING,
                    skipGate,
                    Duration.ZERO);
            Forecast.Result result = new Forecast(targets).run(request);
            String json = json(result, project.project());
            return new Seen(
                    result,
                    json,
                    Binding.of(stored.digest(), json, fingerprint(project, environment)),
                    result.refusal());
        }
    }

    Artifact open(StoredArtifact stored) {
        return artifacts.open(stored);
    }

    private String fingerprint(ServedProject project, Environment environment) {
        try (Target target = targets.open(project.project(), environment)) {
            return target.catalogue().fingerprint();
        }
    }

    /** In the shape of a forecast, so that it is shown like one. */
    private static String json(Environment environment, RollbackPlan plan) {
        ObjectNode node = JSON.createObjectNode();
        node.put("verb", ServedDeployment.ROLLBACK)
                .put("environment", environment.name())
                .put("version", plan.backTo().map(HistoryEntry::version).orElse(""))
                .put("server", "")
                .put("current", "")
                .put("statements", 0);
        ArrayNode changes = node.putArray("pending");
        for (Change change : plan.changes()) {
            ObjectNode line = changes.addObject()
                    .put("id", change.id())
                    .put("path", change.path())
                    .put("kind", change.kind().folder())
                    .put("digest", change.digest())
                    .put("statements", 0)
                    .put("rows", 0)
                    .put("transactional", true)
                    .put("destructive", false)
                    .put("rollback", "rolled back");
            line.putArray("objects");
            line.putArray("locks");
        }
        node.putArray("notChosen");
        node.putArray("warnings");
        return node.toString();
    }

    private static String json(Forecast.Result result, Project project) {
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
        // whoever approves is to see what rules say; notes are for who wrote the script
        ForecastReport.of(result, project).pending().stream()
                .flatMap(change -> change.findings().stream())
                .filter(finding -> !finding.severity().equals("note"))
                .forEach(finding -> warnings.add(finding.text()));
        return node.toString();
    }
}
