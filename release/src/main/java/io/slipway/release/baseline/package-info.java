/** The baseline verb: take an existing database as the starting point. */
@NullMarked
package io.slipway.release.baseline;

import org.jspecify.annotations.NullMarked;
