/** Throw-away installations, and what commands do with scenarios on them. */
@NullMarked
package io.slipway.studio.practice;

import org.jspecify.annotations.NullMarked;
