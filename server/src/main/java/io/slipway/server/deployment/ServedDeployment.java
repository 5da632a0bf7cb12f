package io.slipway.server.deployment;

import java.time.Instant;
import java.util.Optional;

/**
 * A deployment on the server.
 *
 * @param number what people call it by: rises over the whole server, without gaps
 * @param verb {@link #DEPLOY} or {@link #ROLLBACK}
 * @param binding what an approval is given for, see {@link Binding}; empty when no approval is needed
 * @param notBefore when it may run at the earliest
 * @param node which server process ran it last
 * @param cancelBy who asked to stop it; empty when nobody
 * @param forecast what it would do, as JSON, taken when it was asked for
 * @param outcome how it ended, as JSON; {@code {}} before
 */
public record ServedDeployment(
        String id,
        long number,
        String project,
        String environment,
        String verb,
        String artifact,
        String version,
        DeploymentState state,
        String reason,
        boolean skipGate,
        boolean emergency,
        String binding,
        String requestedBy,
        Instant requestedAt,
        Instant notBefore,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<String> node,
        String cancelBy,
        String forecast,
        String outcome) {
    public static final String DEPLOY = "deploy";
    public static final String ROLLBACK = "rollback";

    /** The same, as it is after a change of state. */
    ServedDeployment in(DeploymentState other) {
        return new ServedDeployment(
                id,
                number,
                project,
                environment,
                verb,
                artifact,
                version,
                other,
                reason,
                skipGate,
                emergency,
                binding,
                requestedBy,
                requestedAt,
                notBefore,
                startedAt,
                endedAt,
                node,
                cancelBy,
                forecast,
                outcome);
    }
}
