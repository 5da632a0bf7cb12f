/** Support after go-live: tiers, their hours and targets, and what became of each case. */
@NullMarked
package io.slipway.rollout.support;

import org.jspecify.annotations.NullMarked;
