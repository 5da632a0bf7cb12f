/** Everybody's yes or no to one exact go-live date. */
@NullMarked
package io.slipway.rollout.agreement;

import org.jspecify.annotations.NullMarked;
