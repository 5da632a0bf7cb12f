/** Sprints and freezes: which days a team can go live on. */
@NullMarked
package io.slipway.rollout.calendar;

import org.jspecify.annotations.NullMarked;
