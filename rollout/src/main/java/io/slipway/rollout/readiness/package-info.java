/** The gates of a go-live: which there are, and what state each is in, from what was seen and said. */
@NullMarked
package io.slipway.rollout.readiness;

import org.jspecify.annotations.NullMarked;
