package io.slipway.server.deployment;

/** Takes deployments that may run; some node runs each of them once. */
@FunctionalInterface
public interface DeploymentQueue {

    /** Its {@link ServedDeployment#notBefore} is kept to. */
    void add(ServedDeployment deployment);
}
