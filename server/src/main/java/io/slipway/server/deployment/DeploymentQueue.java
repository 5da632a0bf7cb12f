package io.slipway.server.deployment;

/** Takes deployments that may run; some node runs each of them once. */
@FunctionalInterface
public interface DeploymentQueue {

    /** It runs when its time has come, its window is open and no freeze holds; handed in again, by its new time. */
    void add(ServedDeployment deployment);
}
