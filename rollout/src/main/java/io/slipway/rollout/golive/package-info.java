/** The go-live itself: when it is due, and what came of it. */
@NullMarked
package io.slipway.rollout.golive;

import org.jspecify.annotations.NullMarked;
