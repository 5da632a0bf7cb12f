/** The deploy verb. */
@NullMarked
package io.slipway.release.deploy;

import org.jspecify.annotations.NullMarked;
