/** Who takes part in a rollout. */
@NullMarked
package io.slipway.rollout.people;

import org.jspecify.annotations.NullMarked;
