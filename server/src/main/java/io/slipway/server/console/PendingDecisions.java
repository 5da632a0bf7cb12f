package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.deployment.DeploymentLine;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.deployment.DeploymentState;
import java.util.List;
import org.springframework.stereotype.Component;

/** Which deployments wait for somebody's yes or no. */
@Component
final class PendingDecisions {
    private final DeploymentLists lists;

    PendingDecisions(DeploymentLists lists) {
        this.lists = lists;
    }

    List<DeploymentLine> of(Caller caller) {
        return lists.in(DeploymentState.WAITING_FOR_APPROVAL).stream()
                .filter(d -> !d.requestedBy().equals(caller.name()))
                .filter(d -> caller.may(Permission.APPROVE, d.project(), d.environment()))
                .toList();
    }
}
