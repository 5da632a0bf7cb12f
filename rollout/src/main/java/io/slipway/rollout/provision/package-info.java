/** Provisioning: what a team needs before it can work, as a plan of steps that are looked at, applied and undone. */
@NullMarked
package io.slipway.rollout.provision;

import org.jspecify.annotations.NullMarked;
