/** What Slipway asks of one target database: a session, its lock, its history and its catalogue. */
@NullMarked
package io.slipway.release.target;

import org.jspecify.annotations.NullMarked;
