/** How far a verb is, told to whoever wants to show it; the engine itself never prints. */
@NullMarked
package io.slipway.release.progress;

import org.jspecify.annotations.NullMarked;
