/**
 * Recordings: a scenario films itself, picture by picture, on a time line of its own. What is waited for takes no time on
 * it, so that there is nothing to be cut out afterwards; what was left out is listed.
 */
@NullMarked
package io.slipway.studio.recording;

import org.jspecify.annotations.NullMarked;
