/** The switch of each rollout to its real pipeline, and its rehearsals. */
@NullMarked
package io.slipway.server.golive;

import org.jspecify.annotations.NullMarked;
