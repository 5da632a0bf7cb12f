package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which deployments wait for somebody's yes or no. */
@Component
final class PendingDecisions {
    private final DeploymentTable table;

    PendingDecisions(DeploymentTable table) {
        this.table = table;
    }

    List<ServedDeployment> of(Caller caller) {
        return table.inState(DeploymentState.WAITING_FOR_APPROVAL).stream()
                .filter(d -> !d.requestedBy().equals(caller.name()))
                .filter(d -> caller.may(Permission.APPROVE, d.project(), d.environment()))
                .toList();
    }
}
