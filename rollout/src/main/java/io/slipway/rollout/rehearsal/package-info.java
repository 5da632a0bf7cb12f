/** Rehearsals: the go-live's steps gone through before it counts, and how long each took. */
@NullMarked
package io.slipway.rollout.rehearsal;

import org.jspecify.annotations.NullMarked;
