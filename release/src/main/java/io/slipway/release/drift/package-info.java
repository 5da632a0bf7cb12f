/** The drift verb: how a target's schema differs from what its history says. */
@NullMarked
package io.slipway.release.drift;

import org.jspecify.annotations.NullMarked;
