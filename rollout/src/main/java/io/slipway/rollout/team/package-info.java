/** The rollout file: one team's way to its go-live, as its repository holds it. */
@NullMarked
package io.slipway.rollout.team;

import org.jspecify.annotations.NullMarked;
