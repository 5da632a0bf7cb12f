/** Whether packaging proves scripts on what production is. */
@NullMarked
package io.slipway.rollout.reference;

import org.jspecify.annotations.NullMarked;
