/** Deployments on the server: asked for, approved, run, and told while they run. */
@NullMarked
package io.slipway.server.deployment;

import org.jspecify.annotations.NullMarked;
