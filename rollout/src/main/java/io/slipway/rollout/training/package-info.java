/** Trainings before a go-live: what a team's file asks for, when they can be, and who came. */
@NullMarked
package io.slipway.rollout.training;

import org.jspecify.annotations.NullMarked;
