package io.slipway.server.deployment;

/**
 * A node's right to run a deployment.
 *
 * @param attempt rises with each claim on the server; an older one's holder may write nothing any more
 */
record Claim(String deployment, String node, long attempt) {}
