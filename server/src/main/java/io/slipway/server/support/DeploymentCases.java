package io.slipway.server.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.Redaction;
import io.slipway.rollout.support.Step;
import io.slipway.rollout.support.Support;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.StreamSupport;

/**
 * Opens a case for each deployment that failed or is in doubt. It looks at what has ended, apart from the deployments'
 * own transactions: a case that cannot be opened must not keep a deployment from ending. Each gets one, for its number
 * is unique among cases.
 */
public final class DeploymentCases implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LOOKED_BACK = Duration.ofDays(2);
    private static final int AT_ONCE = 50;
    private final Store store;
    private final Rollouts rollouts;
    private final CaseLedger ledger;
    private final DeploymentTable deployments;
    private final CaseRoutes routes;
    private final Clock clock;

    DeploymentCases(
            Store store,
            Rollouts rollouts,
            CaseLedger ledger,
            DeploymentTable deployments,
            CaseRoutes routes,
            Clock clock) {
        this.store = store;
        this.rollouts = rollouts;
        this.ledger = ledger;
        this.deployments = deployments;
        this.routes = routes;
        this.clock = clock;
    }

    @Override
    public void run() {
        unhandled().stream().flatMap(id -> deployments.byId(id).stream()).forEach(this::open);
    }

    /** What failed before the team had a rollout is history, not a case. */
    private List<String> unhandled() {
        return store.read(handle -> handle.createQuery("SELECT d.id FROM deployment d"
                        + " JOIN rollout r ON r.project = d.project"
                        + " WHERE d.state IN (:failed, :partial, :doubt) AND d.ended_at > :since"
                        + " AND d.ended_at >= (SELECT min(e.at) FROM rollout_event o JOIN audit_event e"
                        + " ON e.sequence = o.sequence WHERE o.team = r.team AND o.topic = 'file')"
                        + " AND NOT EXISTS (SELECT 1 FROM support_case c WHERE c.deployment = d.number)"
                        + " ORDER BY d.ended_at LIMIT :limit")
                .bind("failed", DeploymentState.FAILED.text())
                .bind("partial", DeploymentState.PARTIAL.text())
                .bind("doubt", DeploymentState.IN_DOUBT.text())
                .bind("since", clock.instant().minus(LOOKED_BACK).toEpochMilli())
                .bind("limit", AT_ONCE)
                .mapTo(String.class)
                .list());
    }

    private void open(ServedDeployment deployment) {
        Optional<ServedRollout> rollout = rollouts.find(deployment.project());
        Optional<Support> support = rollout.flatMap(served -> served.rollout().support());
        if (support.isEmpty()) {
            return;
        }
        Optional<Long> number = Optional.of(deployment.number());
        String title = title(deployment);
        String text = text(deployment);
        store.run(handle -> {
            // Whoever takes the number first holds it until the end: another node sees the case then.
            handle.createUpdate("UPDATE counter SET value = value WHERE name = 'case'")
                    .execute();
            boolean there = handle.createQuery("SELECT 1 FROM support_case WHERE deployment = :number")
                    .bind("number", deployment.number())
                    .mapTo(Integer.class)
                    .findFirst()
                    .isPresent();
            if (!there) {
                Step opened = Step.opened(
                        support.get(),
                        routes.of(handle, rollout.get()).first(),
                        title,
                        text,
                        Case.Source.DEPLOYMENT,
                        // who asked for it is asked about it
                        deployment.requestedBy(),
                        number);
                ledger.open(handle, rollout.get(), CaseLedger.SERVER, opened, number);
            }
        });
    }

    private static String title(ServedDeployment deployment) {
        return (deployment.verb().equals(ServedDeployment.ROLLBACK) ? "Rollback of " : "Deployment of ")
                + deployment.version()
                + (deployment.verb().equals(ServedDeployment.ROLLBACK) ? " in " : " to ")
                + deployment.environment()
                + (deployment.state() == DeploymentState.IN_DOUBT ? " is in doubt" : " failed") + " (#"
                + deployment.number() + ")";
    }

    /**
     * What helps to help, and nothing of the data: no statement, no value, and of the message only its names. It goes to
     * trackers and by mail as well, to people who may not see the project.
     */
    static String text(ServedDeployment deployment) {
        return text(
                json(deployment.outcome()),
                json(deployment.forecast()),
                deployment.state(),
                "deployment #" + deployment.number());
    }

    static String text(JsonNode outcome, JsonNode forecast, DeploymentState state, String place) {
        StringJoiner text = new StringJoiner("\n");
        JsonNode at = outcome.path("failedAt");
        if (at.isObject()) {
            text.add("Script: " + at.path("script").asText());
            text.add("Statement: " + at.path("statement").asInt() + ", line "
                    + at.path("line").asInt());
            String sqlState = at.path("sqlState").asText();
            text.add("SQLSTATE: " + sqlState);
            text.add("Message: " + Redaction.of(sqlState, at.path("message").asText(), place));
        } else {
            JsonNode error = outcome.path("error");
            text.add("Error: " + error.path("code").asText("unknown"));
            text.add("Message: " + Redaction.ofSentence(error.path("message").asText(), place));
        }
        text.add("State: " + state.words()
                + (outcome.path("asBefore").asBoolean(false) ? ", the target is as it was" : ""));
        text.add("");
        text.add("Forecast and what became of it:");
        reality(forecast, outcome).forEach(text::add);
        return text.toString();
    }

    private static List<String> reality(JsonNode forecast, JsonNode outcome) {
        Map<String, JsonNode> measured = StreamSupport.stream(
                        outcome.path("measured").spliterator(), false)
                .collect(java.util.stream.Collectors.toMap(
                        node -> node.path("path").asText(), node -> node, (first, second) -> second));
        String failed = outcome.path("failedPath").asText();
        List<String> lines = new ArrayList<>();
        for (JsonNode change : forecast.path("pending")) {
            String path = change.path("path").asText();
            String was = counted(change.path("statements").asLong(), "statement") + ", "
                    + counted(change.path("rows").asLong(), "row");
            JsonNode made = measured.get(path);
            String became = path.equals(failed)
                    ? "failed after " + counted(outcome.path("failedDone").asInt(0), "statement")
                    : made == null
                            ? "not reached"
                            : counted(made.path("statements").asLong(), "statement") + ", "
                                    + counted(made.path("rows").asLong(), "row") + ", "
                                    + made.path("millis").asLong() + " ms";
            lines.add("- " + path + ": forecast " + was + "; " + became);
        }
        if (lines.isEmpty()) {
            lines.add("- the forecast had no change");
        }
        return lines;
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds JSON that is none", e);
        }
    }
}
