/** The forecast verb: what a deployment would do, before it runs. */
@NullMarked
package io.slipway.release.forecast;

import org.jspecify.annotations.NullMarked;
