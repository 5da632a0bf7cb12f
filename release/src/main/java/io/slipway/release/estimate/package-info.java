/** How long a change will take on a target, and how well that was told afterwards. */
@NullMarked
package io.slipway.release.estimate;

import org.jspecify.annotations.NullMarked;
