/** What the clean-up before a go-live takes away, and what it leaves alone. */
@NullMarked
package io.slipway.rollout.cleanup;

import org.jspecify.annotations.NullMarked;
